// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Errors, IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {AccessPass} from "../../src/AccessPass.sol";
import {ApiRegistry} from "../../src/ApiRegistry.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {IAccessPass} from "../../src/interfaces/IAccessPass.sol";
import {FeeSplit, Terms} from "../../src/types/Terms.sol";
import {RecallingToken} from "../support/RecallingToken.sol";
import {Test} from "../support/Test.sol";

contract AccessPassTest is Test {
    uint256 private constant NOTICE = 86_400;
    uint256 private constant NOW = 1_800_000_000;
    uint256 private constant PERIOD = 2_592_000;
    uint256 private constant QUOTES = 1;
    uint256 private constant UNSOLD = 2;
    uint256 private constant PRICE = 100;
    bytes32 private constant DOCUMENT = keccak256("a document");
    address private constant PAYEE = address(0x9A7EE);

    PaymentToken private token = new PaymentToken();
    ApiRegistry private registry = new ApiRegistry(NOTICE);
    AccessPass private passes = new AccessPass(registry);

    function setUp() public {
        vm.warp(NOW);
        registry.register("quotes", DOCUMENT, _terms(address(token), PRICE));
        registry.register("unsold", DOCUMENT, _terms(address(token), 0));
        token.mint(ALICE, 1_000);
        vm.prank(ALICE);
        token.approve(address(passes), type(uint256).max);
    }

    function test_Constructor_TellsTheRegistryAndItsNames() public view {
        assertEq(address(passes.registry()), address(registry));
        assertEq(passes.name(), "Weir access pass");
        assertEq(passes.symbol(), "WPASS");
    }

    function test_Buy_OfNoPeriodsOrForNobody_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessPass.AccessPass_NoPeriods.selector));
        _buy(ALICE, 0);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(0)));
        _buy(address(0), 1);
    }

    function test_Buy_WhenTheApiIsNotRegisteredOrSellsNone_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 3));
        passes.buy(3, ALICE, 1, address(token), PRICE);
        vm.expectRevert(abi.encodeWithSelector(IAccessPass.AccessPass_NotSold.selector, UNSOLD));
        passes.buy(UNSOLD, ALICE, 1, address(token), PRICE);
    }

    function test_Buy_InAnotherAssetOrAboveTheMost_RevertsAndNothingIsPaid() public {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessPass.AccessPass_OtherAsset.selector, address(0x1), address(token))
        );
        vm.prank(ALICE);
        passes.buy(QUOTES, ALICE, 1, address(0x1), PRICE);
        vm.expectRevert(abi.encodeWithSelector(IAccessPass.AccessPass_AboveMost.selector, 2 * PRICE, 2 * PRICE - 1));
        vm.prank(ALICE);
        passes.buy(QUOTES, ALICE, 2, address(token), 2 * PRICE - 1);
        assertEq(token.balanceOf(ALICE), 1_000);
    }

    function test_Buy_WhenTheBuyerCannotPay_RevertsAndThereIsNoPass() public {
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, ALICE, 1_000, 11 * PRICE)
        );
        _buy(ALICE, 11);
        assertEq(passes.idOf(QUOTES, ALICE), 0);
        assertTrue(!passes.isValid(QUOTES, ALICE, NOW), "nothing was bought");
    }

    function test_Buy_WithoutAPass_MakesOneAndPaysThePayee() public {
        vm.expectEmit();
        emit IAccessPass.Bought(QUOTES, ALICE, 1, NOW + 2 * PERIOD, 2 * PRICE);
        assertEq(_buy(ALICE, 2), 1);

        assertEq(passes.ownerOf(1), ALICE);
        assertEq(passes.idOf(QUOTES, ALICE), 1);
        assertEq(passes.passOf(1).api, QUOTES);
        assertEq(passes.passOf(1).until, NOW + 2 * PERIOD);
        assertEq(token.balanceOf(PAYEE), 2 * PRICE);
        assertEq(token.balanceOf(address(passes)), 0);
    }

    function test_Buy_ByTermsInForce_PaysTheirPayeeTheirPrice() public {
        Terms memory terms = _terms(address(token), 2 * PRICE);
        terms.payee = BOB;
        registry.announce(QUOTES, terms);
        _buy(ALICE, 1);
        assertEq(token.balanceOf(PAYEE), PRICE);

        vm.warp(NOW + NOTICE);
        _buy(ALICE, 1);
        assertEq(token.balanceOf(PAYEE), PRICE);
        assertEq(token.balanceOf(BOB), 2 * PRICE);
    }

    function test_Buy_WithAValidPass_ExtendsItFromItsEnd() public {
        _buy(ALICE, 1);
        vm.warp(NOW + PERIOD - 1);
        assertEq(_buy(ALICE, 1), 1);
        assertEq(passes.passOf(1).until, NOW + 2 * PERIOD);
        assertEq(passes.balanceOf(ALICE), 1);
    }

    function test_Buy_WithAnEndedPass_ExtendsItFromNow() public {
        _buy(ALICE, 1);
        vm.warp(NOW + PERIOD + 5);
        assertTrue(!passes.isValid(QUOTES, ALICE, block.timestamp), "ended");
        assertEq(_buy(ALICE, 1), 1);
        assertEq(passes.passOf(1).until, NOW + 2 * PERIOD + 5);
    }

    function test_Buy_ForSomebodyElse_GivesThemThePass() public {
        _buy(BOB, 1);
        assertTrue(passes.isValid(QUOTES, BOB, NOW), "Bob has it");
        assertTrue(!passes.isValid(QUOTES, ALICE, NOW), "Alice has not");
        assertEq(token.balanceOf(ALICE), 1_000 - PRICE);
    }

    function test_Buy_WhenTheTokenCallsBack_CountsEachPurchase() public {
        RecallingToken calling = new RecallingToken();
        registry.register("calling", DOCUMENT, _terms(address(calling), PRICE));
        calling.mint(address(calling), 1_000);
        calling.mint(ALICE, 1_000);
        vm.prank(address(calling));
        calling.approve(address(passes), 1_000);
        vm.prank(ALICE);
        calling.approve(address(passes), 1_000);
        calling.callBack(address(passes), abi.encodeCall(passes.buy, (3, ALICE, 1, address(calling), PRICE)));

        vm.prank(ALICE);
        passes.buy(3, ALICE, 1, address(calling), PRICE);

        assertTrue(calling.called() && !calling.failed(), "bought from inside the purchase");
        assertEq(calling.balanceOf(PAYEE), 2 * PRICE);
        assertEq(passes.passOf(passes.idOf(3, ALICE)).until, NOW + 2 * PERIOD);
    }

    function test_Transfer_ToOneWithoutAPass_MovesTheAccess() public {
        _buy(ALICE, 1);
        vm.prank(ALICE);
        passes.transferFrom(ALICE, BOB, 1);
        assertTrue(passes.isValid(QUOTES, BOB, NOW), "Bob may call");
        assertTrue(!passes.isValid(QUOTES, ALICE, NOW), "Alice may not");
        assertEq(passes.idOf(QUOTES, ALICE), 0);
        assertEq(_buy(ALICE, 1), 2);
    }

    function test_Transfer_ToOneWithAPass_Reverts() public {
        _buy(ALICE, 1);
        _buy(BOB, 1);
        vm.expectRevert(abi.encodeWithSelector(IAccessPass.AccessPass_HasOne.selector, QUOTES, BOB, 2));
        vm.prank(ALICE);
        passes.transferFrom(ALICE, BOB, 1);
    }

    function test_Transfer_ToTheHolder_ChangesNothing() public {
        _buy(ALICE, 1);
        vm.prank(ALICE);
        passes.transferFrom(ALICE, ALICE, 1);
        assertTrue(passes.isValid(QUOTES, ALICE, NOW), "still Alice's");
        assertEq(passes.idOf(QUOTES, ALICE), 1);
    }

    function test_Transfer_ByAnother_Reverts() public {
        _buy(ALICE, 1);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, BOB, 1));
        vm.prank(BOB);
        passes.transferFrom(ALICE, BOB, 1);
    }

    function test_PassOf_WhenThereIsNone_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 1));
        passes.passOf(1);
    }

    function test_IsValid_UntilItsEndAndForItsApiAlone() public {
        _buy(ALICE, 1);
        assertTrue(passes.isValid(QUOTES, ALICE, NOW + PERIOD - 1), "the last second");
        assertTrue(!passes.isValid(QUOTES, ALICE, NOW + PERIOD), "ended");
        assertTrue(!passes.isValid(UNSOLD, ALICE, NOW), "another API");
    }

    function testFuzz_Buy_LastsAsLongAsWasPaidFor(uint8 periods, uint32 wait, uint8 more) public {
        vm.assume(periods > 0 && more > 0);
        token.mint(ALICE, 512 * PRICE);
        _buy(ALICE, periods);
        uint256 until = NOW + periods * PERIOD;
        vm.warp(NOW + wait);
        _buy(ALICE, more);

        uint256 from = until > NOW + wait ? until : NOW + wait;
        assertEq(passes.passOf(1).until, from + more * PERIOD);
        assertEq(token.balanceOf(PAYEE), (uint256(periods) + more) * PRICE);
    }

    function _terms(address asset, uint256 passPrice) private pure returns (Terms memory) {
        return Terms(asset, PAYEE, 1, passPrice, FeeSplit(7_000, 2_500, 500));
    }

    function _buy(address holder, uint256 periods) private returns (uint256) {
        vm.prank(ALICE);
        return passes.buy(QUOTES, holder, periods, address(token), type(uint256).max);
    }
}
