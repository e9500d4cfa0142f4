// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC3009, IERC3009Cancel} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {Authorization, Authorizations} from "../support/Authorizations.sol";
import {ContractWallet} from "../support/ContractWallet.sol";

contract PaymentTokenTest is Authorizations {
    uint256 private constant KEY = 0xA11CE5EC2E7;
    uint256 private constant OTHER_KEY = 0xB0B5EC2E7;
    uint256 private constant NOW = 1_800_000_000;
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    bytes32 private constant NONCE = keccak256("one");

    PaymentToken private token = new PaymentToken();
    address private payer = vm.addr(KEY);
    ContractWallet private wallet = new ContractWallet(vm.addr(KEY));

    function setUp() public {
        vm.warp(NOW);
        token.mint(payer, 1_000);
        token.mint(address(wallet), 1_000);
    }

    function test_Token_HasSixDecimalsAndTellsItsDomain() public view {
        assertEq(token.decimals(), 6);
        assertEq(token.symbol(), "WUSD");
        (, string memory name, string memory version, uint256 chainId, address verifier,,) = token.eip712Domain();
        assertEq(name, "Weir Dollar");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(verifier, address(token));
    }

    function test_Mint_ByTheOwner_MakesTokens() public {
        token.mint(ALICE, 7);
        assertEq(token.balanceOf(ALICE), 7);
        assertEq(token.totalSupply(), 2_007);
    }

    function test_Mint_ByAnother_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, ALICE));
        vm.prank(ALICE);
        token.mint(ALICE, 7);
    }

    function test_Permit_SignedByAnother_RevertsAndAllowsNothing() public {
        address other = vm.addr(OTHER_KEY);
        Signature memory signed = _signPermit(token, OTHER_KEY, payer, BOB, 50, NOW);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612InvalidSigner.selector, other, payer));
        token.permit(payer, BOB, 50, NOW, signed.v, signed.r, signed.s);
        assertEq(token.allowance(payer, BOB), 0);
    }

    function test_Permit_SignedByTheOwner_AllowsOnce() public {
        Signature memory signed = _signPermit(token, KEY, payer, BOB, 50, NOW);
        token.permit(payer, BOB, 50, NOW, signed.v, signed.r, signed.s);
        assertEq(token.allowance(payer, BOB), 50);
        assertEq(token.nonces(payer), 1);

        vm.prank(BOB);
        // forge-lint: disable-next-line(erc20-unchecked-transfer) the token reverts where it does not pay
        token.transferFrom(payer, BOB, 50);
        (bool again,) =
            address(token).call(abi.encodeCall(token.permit, (payer, BOB, 50, NOW, signed.v, signed.r, signed.s)));
        assertTrue(!again, "a permit is good once");
        assertEq(token.allowance(payer, BOB), 0);
    }

    function test_TransferWithAuthorization_InParts_PaysOnce() public {
        Authorization memory a = _authorization();
        Signature memory signed = _sign(token, KEY, TRANSFER, a);
        vm.expectEmit();
        emit IERC3009.AuthorizationUsed(payer, NONCE);
        _transfer(token, a, signed);

        assertEq(token.balanceOf(payer), 900);
        assertEq(token.balanceOf(BOB), 100);
        assertTrue(token.authorizationState(payer, NONCE), "used");
        vm.expectRevert(_used(payer));
        _transfer(token, a, signed);
        vm.expectRevert(_used(payer));
        _transfer(token, a, _packed(signed));
    }

    function test_TransferWithAuthorization_InBytes_PaysOnce() public {
        Authorization memory a = _authorization();
        bytes memory signed = _packed(_sign(token, KEY, TRANSFER, a));
        vm.prank(ALICE);
        _transfer(token, a, signed);

        assertEq(token.balanceOf(BOB), 100);
        vm.expectRevert(_used(payer));
        _transfer(token, a, signed);
    }

    function test_TransferWithAuthorization_OutsideOfItsTime_Reverts() public {
        Authorization memory a = _authorization();
        a.validAfter = NOW;
        bytes memory early = _packed(_sign(token, KEY, TRANSFER, a));
        vm.expectRevert(_untimely(a));
        _transfer(token, a, early);

        a.validAfter = NOW - 1;
        a.validBefore = NOW;
        bytes memory late = _packed(_sign(token, KEY, TRANSFER, a));
        vm.expectRevert(_untimely(a));
        _transfer(token, a, late);
        assertTrue(!token.authorizationState(payer, NONCE), "unused");
    }

    function test_TransferWithAuthorization_WithTheBitOfBlocks_CountsSeconds() public {
        Authorization memory a = _authorization();
        a.validAfter = 1 << 47;
        a.validBefore = (1 << 47) + 1_000_000;
        bytes memory signed = _packed(_sign(token, KEY, TRANSFER, a));
        vm.expectRevert(_untimely(a));
        _transfer(token, a, signed);
    }

    function test_TransferWithAuthorization_SignedByAnother_RevertsAndMovesNothing() public {
        Authorization memory a = _authorization();
        Signature memory signed = _sign(token, OTHER_KEY, TRANSFER, a);
        vm.expectRevert(_invalid());
        _transfer(token, a, signed);
        vm.expectRevert(_invalid());
        _transfer(token, a, _packed(signed));
        assertEq(token.balanceOf(payer), 1_000);
        assertTrue(!token.authorizationState(payer, NONCE), "unused");
    }

    function test_TransferWithAuthorization_WhenSomethingElseWasSigned_Reverts() public {
        Authorization memory a = _authorization();
        bytes memory signed = _packed(_sign(token, KEY, TRANSFER, a));
        a.value = 101;
        vm.expectRevert(_invalid());
        _transfer(token, a, signed);
        a.value = 100;
        a.to = ALICE;
        vm.expectRevert(_invalid());
        _transfer(token, a, signed);
        a.to = BOB;
        a.nonce = keccak256("two");
        vm.expectRevert(_invalid());
        _transfer(token, a, signed);
        PaymentToken another = new PaymentToken();
        vm.expectRevert(_invalid());
        _transfer(another, _authorization(), signed);
    }

    function test_TransferWithAuthorization_WithSInTheUpperHalf_Reverts() public {
        Authorization memory a = _authorization();
        Signature memory signed = _sign(token, KEY, TRANSFER, a);
        signed.s = bytes32(ORDER - uint256(signed.s));
        signed.v = signed.v == 27 ? 28 : 27;
        vm.expectRevert(_invalid());
        _transfer(token, a, signed);
    }

    function test_TransferWithAuthorization_WhenThePayerHasTooLittle_RevertsAndStaysUnused() public {
        Authorization memory a = _authorization();
        a.value = 1_001;
        bytes memory signed = _packed(_sign(token, KEY, TRANSFER, a));
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, payer, 1_000, 1_001));
        _transfer(token, a, signed);
        assertTrue(!token.authorizationState(payer, NONCE), "unused");
    }

    function test_ReceiveWithAuthorization_ByThePayee_PaysOnceInBothForms() public {
        Authorization memory a = _authorization();
        Signature memory signed = _sign(token, KEY, RECEIVE, a);
        vm.prank(BOB);
        _receive(token, a, signed);
        assertEq(token.balanceOf(BOB), 100);
        vm.expectRevert(_used(payer));
        vm.prank(BOB);
        _receive(token, a, _packed(signed));

        a.nonce = keccak256("two");
        bytes memory second = _packed(_sign(token, KEY, RECEIVE, a));
        vm.prank(BOB);
        _receive(token, a, second);
        assertEq(token.balanceOf(BOB), 200);
    }

    function test_ReceiveWithAuthorization_ByAnother_Reverts() public {
        Authorization memory a = _authorization();
        Signature memory signed = _sign(token, KEY, RECEIVE, a);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, BOB));
        vm.prank(ALICE);
        _receive(token, a, signed);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, BOB));
        vm.prank(ALICE);
        _receive(token, a, _packed(signed));
    }

    function test_ReceiveWithAuthorization_IsNoTransferAndTheOtherWayRound() public {
        Authorization memory a = _authorization();
        bytes memory toTransfer = _packed(_sign(token, KEY, TRANSFER, a));
        vm.expectRevert(_invalid());
        vm.prank(BOB);
        _receive(token, a, toTransfer);
        bytes memory toReceive = _packed(_sign(token, KEY, RECEIVE, a));
        vm.expectRevert(_invalid());
        _transfer(token, a, toReceive);
    }

    function test_Authorization_OfAContract_AsksTheContractInBothForms() public {
        Authorization memory a = _authorization();
        a.from = address(wallet);
        _transfer(token, a, _sign(token, KEY, TRANSFER, a));

        a.nonce = keccak256("two");
        bytes memory longer = bytes.concat(_packed(_sign(token, KEY, RECEIVE, a)), hex"01");
        vm.prank(BOB);
        _receive(token, a, longer);
        assertEq(token.balanceOf(BOB), 200);
        assertEq(token.balanceOf(address(wallet)), 800);
    }

    function test_Authorization_WhenTheContractSaysNo_Reverts() public {
        Authorization memory a = _authorization();
        a.from = address(wallet);
        Signature memory signed = _sign(token, OTHER_KEY, TRANSFER, a);
        vm.expectRevert(_invalid());
        _transfer(token, a, signed);
        vm.expectRevert(_invalid());
        _transfer(token, a, hex"00");
    }

    function test_CancelAuthorization_SignedByAnother_Reverts() public {
        Signature memory signed = _signCancellation(token, OTHER_KEY, payer, NONCE);
        vm.expectRevert(_invalid());
        token.cancelAuthorization(payer, NONCE, signed.v, signed.r, signed.s);
        assertTrue(!token.authorizationState(payer, NONCE), "unused");
    }

    function test_CancelAuthorization_WhenUsedOrCancelled_Reverts() public {
        Authorization memory a = _authorization();
        _transfer(token, a, _sign(token, KEY, TRANSFER, a));
        bytes memory signed = _packed(_signCancellation(token, KEY, payer, NONCE));
        vm.expectRevert(_used(payer));
        token.cancelAuthorization(payer, NONCE, signed);
    }

    function test_CancelAuthorization_InBothForms_UsesUpAndMovesNothing() public {
        Authorization memory a = _authorization();
        Signature memory cancelled = _signCancellation(token, KEY, payer, NONCE);
        vm.expectEmit();
        emit IERC3009Cancel.AuthorizationCanceled(payer, NONCE);
        token.cancelAuthorization(payer, NONCE, cancelled.v, cancelled.r, cancelled.s);
        bytes memory payment = _packed(_sign(token, KEY, TRANSFER, a));
        vm.expectRevert(_used(payer));
        _transfer(token, a, payment);

        bytes32 second = keccak256("two");
        token.cancelAuthorization(payer, second, _packed(_signCancellation(token, KEY, payer, second)));
        assertTrue(token.authorizationState(payer, second), "used up");
        assertEq(token.balanceOf(payer), 1_000);
    }

    function test_Votes_AreOfWhoWasNamedAndArePastOnesToo() public {
        assertEq(token.CLOCK_MODE(), "mode=timestamp");
        assertEq(token.clock(), NOW);
        assertEq(token.getVotes(payer), 0);
        vm.prank(payer);
        token.delegate(ALICE);
        assertEq(token.getVotes(ALICE), 1_000);

        vm.warp(NOW + 10);
        Authorization memory a = _authorization();
        _transfer(token, a, _sign(token, KEY, TRANSFER, a));
        vm.warp(NOW + 20);
        assertEq(token.getVotes(ALICE), 900);
        assertEq(token.getPastVotes(ALICE, NOW + 5), 1_000);
        assertEq(token.getPastTotalSupply(NOW + 5), 2_000);
    }

    function testFuzz_TransferWithAuthorization_MovesWhatWasSignedAndNothingElse(
        uint256 value,
        bytes32 nonce,
        uint32 after_,
        uint32 lasts,
        uint32 time
    ) public {
        Authorization memory a = Authorization(payer, BOB, value % 1_500, after_, uint256(after_) + lasts, nonce);
        bytes memory signed = _packed(_sign(token, KEY, TRANSFER, a));
        vm.warp(time);
        bool valid = time > a.validAfter && time < a.validBefore;
        if (!valid) {
            vm.expectRevert(_untimely(a));
        } else if (a.value > 1_000) {
            vm.expectRevert(
                abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, payer, 1_000, a.value)
            );
        }
        _transfer(token, a, signed);

        bool paid = valid && a.value <= 1_000;
        assertEq(token.balanceOf(BOB), paid ? a.value : 0);
        assertEq(token.balanceOf(payer) + token.balanceOf(BOB), 1_000);
        assertTrue(token.authorizationState(payer, nonce) == paid, "used where paid");
    }

    function _authorization() private view returns (Authorization memory) {
        return Authorization(payer, BOB, 100, NOW - 10, NOW + 60, NONCE);
    }

    function _used(address authorizer) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, authorizer, NONCE);
    }

    function _untimely(Authorization memory a) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, a.validAfter, a.validBefore);
    }

    function _invalid() private pure returns (bytes memory) {
        return abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector);
    }
}
