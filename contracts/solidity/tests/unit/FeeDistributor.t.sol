// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {FeeDistributor} from "../../src/FeeDistributor.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {IFeeDistributor} from "../../src/interfaces/IFeeDistributor.sol";
import {Settlement} from "../../src/types/Settlement.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {RecallingToken} from "../support/RecallingToken.sol";

contract FeeDistributorTest is MerkleTree {
    address private constant GOVERNANCE = address(0x60);
    address private constant SETTLER = address(0x5E);
    uint256 private constant WINDOW = 3_600;
    uint256 private constant NOW = 1_800_000_000;
    bytes32 private constant ROOT = keccak256("root");

    PaymentToken private token = new PaymentToken();
    FeeDistributor private distributor = new FeeDistributor(token, GOVERNANCE, SETTLER, WINDOW);

    /// @dev The tree of epoch 7: Alice earned 70, Bob 20, a third one 10.
    bytes32[] private _nodes;

    function setUp() public {
        vm.warp(NOW);
        token.mint(SETTLER, 1_000);
        vm.prank(SETTLER);
        token.approve(address(distributor), type(uint256).max);
        bytes32[] memory leaves = new bytes32[](3);
        leaves[0] = _leaf(7, ALICE, 70);
        leaves[1] = _leaf(7, BOB, 20);
        leaves[2] = _leaf(7, address(0x3), 10);
        _nodes = _tree(leaves);
    }

    function test_Constructor_TellsWhatItWasGiven() public view {
        assertEq(address(distributor.token()), address(token));
        assertEq(distributor.governance(), GOVERNANCE);
        assertEq(distributor.settler(), SETTLER);
        assertEq(distributor.challengeWindow(), WINDOW);
    }

    function test_Post_ByAnother_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotSettler.selector, GOVERNANCE, SETTLER));
        vm.prank(GOVERNANCE);
        distributor.post(7, ROOT, 1);
    }

    function test_Post_OfNothing_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NothingToPost.selector, ROOT, 0));
        _post(7, ROOT, 0);
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NothingToPost.selector, bytes32(0), 1));
        _post(7, 0, 1);
    }

    function test_Post_BeyondNinetySixBits_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 96, uint256(1) << 96));
        _post(7, ROOT, 1 << 96);
    }

    function test_Post_WhenPostedAlready_RevertsAndTheFirstStays() public {
        _post(7, ROOT, 100);
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_AlreadyPosted.selector, 7, ROOT));
        _post(7, keccak256("another"), 100);
        assertEq(distributor.settlementOf(7).root, ROOT);
    }

    function test_Post_WhenTheSettlerCannotPay_RevertsAndNothingStands() public {
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, SETTLER, 1_000, 1_001));
        _post(7, ROOT, 1_001);
        assertEq(distributor.settlementOf(7).root, bytes32(0));
    }

    function test_Post_HoldsTheTotalAndOpensTheWindow() public {
        vm.expectEmit();
        emit IFeeDistributor.Posted(7, ROOT, 100, NOW + WINDOW);
        _post(7, ROOT, 100);

        Settlement memory settlement = distributor.settlementOf(7);
        assertEq(settlement.root, ROOT);
        assertEq(settlement.total, 100);
        assertEq(settlement.unclaimed, 100);
        assertEq(settlement.claimableFrom, NOW + WINDOW);
        assertEq(settlement.poster, SETTLER);
        assertEq(token.balanceOf(address(distributor)), 100);
        assertEq(token.balanceOf(SETTLER), 900);
    }

    function test_Cancel_ByAnother_Reverts() public {
        _post(7, ROOT, 100);
        vm.expectRevert(
            abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotGovernance.selector, SETTLER, GOVERNANCE)
        );
        vm.prank(SETTLER);
        distributor.cancel(7);
    }

    function test_Cancel_WhenNotPosted_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotPosted.selector, 7));
        _cancel(7);
    }

    function test_Cancel_WhenTheWindowIsOver_Reverts() public {
        _post(7, ROOT, 100);
        vm.warp(NOW + WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(IFeeDistributor.FeeDistributor_WindowOver.selector, NOW + WINDOW, NOW + WINDOW)
        );
        _cancel(7);
    }

    function test_Cancel_InTheWindow_KeepsTheDepositForItsPosterAndFreesTheEpoch() public {
        _post(7, ROOT, 100);
        vm.warp(NOW + WINDOW - 1);
        vm.expectEmit();
        emit IFeeDistributor.Cancelled(7, SETTLER, 100);
        _cancel(7);

        assertEq(distributor.settlementOf(7).root, bytes32(0));
        assertEq(distributor.refundOf(SETTLER), 100);
        _post(7, keccak256("another"), 50);
        assertEq(distributor.settlementOf(7).total, 50);
        assertEq(distributor.refundOf(SETTLER), 100);
    }

    function test_TakeBack_WhenNothingWasCancelled_Reverts() public {
        _post(7, ROOT, 100);
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NothingToTakeBack.selector, SETTLER));
        vm.prank(SETTLER);
        distributor.takeBack();
    }

    function test_TakeBack_PaysAllOfItOnce() public {
        _post(7, ROOT, 100);
        _post(8, ROOT, 30);
        _post(9, ROOT, 5);
        _cancel(7);
        _cancel(8);
        vm.expectEmit();
        emit IFeeDistributor.TakenBack(SETTLER, 130);
        vm.prank(SETTLER);
        assertEq(distributor.takeBack(), 130);

        assertEq(token.balanceOf(SETTLER), 995);
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NothingToTakeBack.selector, SETTLER));
        vm.prank(SETTLER);
        distributor.takeBack();
    }

    function test_ReplaceSettler_ByAnother_Reverts() public {
        vm.expectRevert(
            abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotGovernance.selector, SETTLER, GOVERNANCE)
        );
        vm.prank(SETTLER);
        distributor.replaceSettler(ALICE);
    }

    function test_ReplaceSettler_LetsTheNewOnePostAndTheOldOneNot() public {
        vm.expectEmit();
        emit IFeeDistributor.SettlerReplaced(SETTLER, ALICE);
        vm.prank(GOVERNANCE);
        distributor.replaceSettler(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotSettler.selector, SETTLER, ALICE));
        _post(7, ROOT, 100);

        token.mint(ALICE, 5);
        vm.startPrank(ALICE);
        token.approve(address(distributor), 5);
        distributor.post(7, ROOT, 5);
        vm.stopPrank();
        assertEq(distributor.settlementOf(7).poster, ALICE);
    }

    function test_Claim_WhenNotPostedOrCancelled_Reverts() public {
        bytes32[] memory proof = _proof(_nodes, _leaf(7, ALICE, 70));
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotPosted.selector, 7));
        distributor.claim(7, ALICE, 70, proof);
        _post(7, _nodes[0], 100);
        _cancel(7);
        vm.warp(NOW + WINDOW);
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotPosted.selector, 7));
        distributor.claim(7, ALICE, 70, proof);
    }

    function test_Claim_WhenTheWindowIsOpen_Reverts() public {
        _post(7, _nodes[0], 100);
        bytes32[] memory proof = _proof(_nodes, _leaf(7, ALICE, 70));
        vm.warp(NOW + WINDOW - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IFeeDistributor.FeeDistributor_WindowOpen.selector, NOW + WINDOW, NOW + WINDOW - 1)
        );
        distributor.claim(7, ALICE, 70, proof);
    }

    function test_Claim_OfWhatTheRootDoesNotSay_Reverts() public {
        _postAndWait(7, 100);
        _postAndWait(8, 100);
        bytes32[] memory proof = _proof(_nodes, _leaf(7, ALICE, 70));
        vm.expectRevert(_notEarned(7, BOB, 70));
        distributor.claim(7, BOB, 70, proof);
        vm.expectRevert(_notEarned(7, ALICE, 71));
        distributor.claim(7, ALICE, 71, proof);
        vm.expectRevert(_notEarned(8, ALICE, 70));
        distributor.claim(8, ALICE, 70, proof);
        vm.expectRevert(_notEarned(7, ALICE, 70));
        distributor.claim(7, ALICE, 70, new bytes32[](0));
    }

    function test_Claim_OfALeafOfAnotherChainOrContract_Reverts() public {
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = _leaf(block.chainid + 1, address(distributor), 7, ALICE, 70);
        leaves[1] = _leaf(block.chainid, address(0xD15), 7, ALICE, 70);
        bytes32[] memory nodes = _tree(leaves);
        _post(7, nodes[0], 100);
        vm.warp(NOW + WINDOW);
        for (uint256 i = 0; i < 2; i++) {
            bytes32[] memory proof = _proof(nodes, leaves[i]);
            vm.expectRevert(_notEarned(7, ALICE, 70));
            distributor.claim(7, ALICE, 70, proof);
        }
    }

    function test_Claim_WhenClaimedAlready_Reverts() public {
        _postAndWait(7, 100);
        bytes32[] memory proof = _proof(_nodes, _leaf(7, ALICE, 70));
        distributor.claim(7, ALICE, 70, proof);
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_AlreadyClaimed.selector, 7, ALICE));
        distributor.claim(7, ALICE, 70, proof);
        assertEq(token.balanceOf(ALICE), 70);
    }

    function test_Claim_BeyondTheDeposit_RevertsAndOtherEpochsKeepTheirs() public {
        _postAndWait(7, 80);
        _post(8, ROOT, 500);
        distributor.claim(7, ALICE, 70, _proof(_nodes, _leaf(7, ALICE, 70)));
        bytes32[] memory proof = _proof(_nodes, _leaf(7, BOB, 20));
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_DepositSpent.selector, 7, 10, 20));
        distributor.claim(7, BOB, 20, proof);
        distributor.claim(7, address(0x3), 10, _proof(_nodes, _leaf(7, address(0x3), 10)));
        assertEq(token.balanceOf(address(distributor)), 500);
    }

    function test_Claim_OfATreeOfOneLeaf_TakesTheEmptyProof() public {
        _post(9, _leaf(9, ALICE, 5), 5);
        vm.warp(NOW + WINDOW);
        distributor.claim(9, ALICE, 5, new bytes32[](0));
        assertEq(token.balanceOf(ALICE), 5);
    }

    function test_Claim_ByAnybody_PaysTheAccountAndNobodyElse() public {
        _postAndWait(7, 100);
        vm.expectEmit();
        emit IFeeDistributor.Claimed(7, ALICE, 70);
        bytes32[] memory proof = _proof(_nodes, _leaf(7, ALICE, 70));
        vm.prank(BOB);
        distributor.claim(7, ALICE, 70, proof);

        assertEq(token.balanceOf(ALICE), 70);
        assertEq(token.balanceOf(BOB), 0);
        assertTrue(distributor.isClaimed(7, ALICE), "Alice is paid");
        assertTrue(!distributor.isClaimed(7, BOB), "Bob is not");
        assertEq(distributor.settlementOf(7).unclaimed, 30);
    }

    function test_Claim_WhenTheTokenCallsBack_PaysOnce() public {
        RecallingToken calling = new RecallingToken();
        FeeDistributor other = new FeeDistributor(calling, GOVERNANCE, address(this), 0);
        calling.mint(address(this), 100);
        calling.approve(address(other), 100);
        other.post(7, _leaf(block.chainid, address(other), 7, ALICE, 50), 100);
        bytes memory again = abi.encodeCall(other.claim, (7, ALICE, 50, new bytes32[](0)));
        calling.callBack(address(other), again);

        other.claim(7, ALICE, 50, new bytes32[](0));

        assertTrue(calling.called() && calling.failed(), "the claim from inside the first fails");
        assertEq(calling.balanceOf(ALICE), 50);
    }

    function test_Multicall_WhenOneClaimFails_PaysNone() public {
        _postAndWait(7, 100);
        bytes[] memory claims = new bytes[](2);
        claims[0] = abi.encodeCall(distributor.claim, (7, ALICE, 70, _proof(_nodes, _leaf(7, ALICE, 70))));
        claims[1] = abi.encodeCall(distributor.claim, (7, BOB, 20, _proof(_nodes, _leaf(7, BOB, 20))));
        distributor.claim(7, BOB, 20, _proof(_nodes, _leaf(7, BOB, 20)));
        vm.expectRevert(abi.encodeWithSelector(IFeeDistributor.FeeDistributor_AlreadyClaimed.selector, 7, BOB));
        distributor.multicall(claims);
        assertTrue(!distributor.isClaimed(7, ALICE), "undone with the other");

        claims[1] = abi.encodeCall(distributor.claim, (7, address(0x3), 10, _proof(_nodes, _leaf(7, address(0x3), 10))));
        distributor.multicall(claims);
        assertEq(token.balanceOf(ALICE), 70);
        assertEq(token.balanceOf(address(0x3)), 10);
    }

    function testFuzz_Claim_PaysEachLeafOnceOutOfTheDeposit(uint8 count, uint64 seed, uint96 deposit) public {
        uint256 accounts = 1 + uint256(count) % 40;
        deposit = uint96(1 + uint256(deposit) % 1_000);
        bytes32[] memory leaves = new bytes32[](accounts);
        for (uint256 i = 0; i < accounts; i++) {
            leaves[i] = _leaf(7, _account(i), _earned(seed, i));
        }
        bytes32[] memory nodes = _tree(leaves);
        _post(7, nodes[0], deposit);
        vm.warp(NOW + WINDOW);

        uint256 rest = deposit;
        for (uint256 i = 0; i < accounts; i++) {
            uint256 earned = _earned(seed, i);
            bytes32[] memory proof = _proof(nodes, leaves[i]);
            bool covered = earned <= rest;
            if (!covered) {
                vm.expectRevert(
                    abi.encodeWithSelector(IFeeDistributor.FeeDistributor_DepositSpent.selector, 7, rest, earned)
                );
            }
            distributor.claim(7, _account(i), earned, proof);
            if (covered) rest -= earned;
            assertEq(token.balanceOf(_account(i)), covered ? earned : 0);
        }
        assertEq(token.balanceOf(address(distributor)), rest);
        assertEq(distributor.settlementOf(7).unclaimed, rest);
    }

    function testFuzz_Claim_OfSomethingMadeUp_Reverts(address account, uint256 amount, bytes32[] memory proof) public {
        vm.assume(account != ALICE && account != BOB && account != address(0x3));
        _postAndWait(7, 100);
        vm.expectRevert(_notEarned(7, account, amount));
        distributor.claim(7, account, amount, proof);
    }

    function _post(uint256 epoch, bytes32 root, uint256 total) private {
        vm.prank(SETTLER);
        distributor.post(epoch, root, total);
    }

    function _postAndWait(uint256 epoch, uint256 total) private {
        _post(epoch, _nodes[0], total);
        vm.warp(block.timestamp + WINDOW);
    }

    function _cancel(uint256 epoch) private {
        vm.prank(GOVERNANCE);
        distributor.cancel(epoch);
    }

    function _account(uint256 i) private pure returns (address) {
        return address(uint160(0xACC0000 + i));
    }

    function _earned(uint256 seed, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, i))) % 100;
    }

    function _leaf(uint256 epoch, address account, uint256 amount) private view returns (bytes32) {
        return _leaf(block.chainid, address(distributor), epoch, account, amount);
    }

    function _notEarned(uint256 epoch, address account, uint256 amount) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IFeeDistributor.FeeDistributor_NotEarned.selector, epoch, account, amount);
    }
}
