// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {StakeVault} from "../../src/StakeVault.sol";
import {WeirToken} from "../../src/WeirToken.sol";
import {IStakeVault} from "../../src/interfaces/IStakeVault.sol";
import {CallingToken} from "../support/CallingToken.sol";
import {Test} from "../support/Test.sol";

contract StakeVaultTest is Test {
    uint256 private constant COOLDOWN = 60;
    uint256 private constant ENDOWMENT = 1_000;

    WeirToken private token = new WeirToken();
    StakeVault private vault = new StakeVault(token, COOLDOWN);

    function setUp() public {
        token.mint(ALICE, ENDOWMENT);
        vm.prank(ALICE);
        token.approve(address(vault), type(uint256).max);
    }

    function test_Stake_WhenTheAmountIsZero_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_AmountZero.selector));
        vm.prank(ALICE);
        vault.stake(0);
    }

    function test_Stake_WhenNotApproved_RevertsAndNothingCounts() public {
        token.mint(BOB, 5);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(vault), 0, 5)
        );
        vm.prank(BOB);
        vault.stake(5);

        assertEq(vault.stakeOf(BOB), 0);
        assertEq(vault.totalStaked(), 0);
    }

    function test_Stake_WhenApproved_CountsAndTakesTheTokens() public {
        vm.expectEmit();
        emit IStakeVault.Staked(ALICE, 100, 100);
        _stake(100);
        vm.expectEmit();
        emit IStakeVault.Staked(ALICE, 20, 120);
        _stake(20);

        assertEq(vault.stakeOf(ALICE), 120);
        assertEq(vault.stakeOf(BOB), 0);
        assertEq(vault.totalStaked(), 120);
        assertEq(token.balanceOf(address(vault)), 120);
        assertEq(token.balanceOf(ALICE), ENDOWMENT - 120);
    }

    function test_RequestUnstake_WhenTheAmountIsZero_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_AmountZero.selector));
        _requestUnstake(0);
    }

    function test_RequestUnstake_WhenTheAmountExceedsTheStake_Reverts() public {
        _stake(10);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_StakeTooSmall.selector, ALICE, 10, 11));
        _requestUnstake(11);
    }

    function test_RequestUnstake_StopsCountingAtOnceAndPaysNothingYet() public {
        _stake(100);
        vm.expectEmit();
        emit IStakeVault.UnstakeRequested(ALICE, 30, block.timestamp + COOLDOWN);
        _requestUnstake(30);

        assertEq(vault.stakeOf(ALICE), 70);
        assertEq(vault.totalStaked(), 70);
        assertEq(vault.totalUnstaking(), 30);
        assertEq(vault.unstakingOf(ALICE).amount, 30);
        assertEq(token.balanceOf(ALICE), ENDOWMENT - 100);
    }

    function test_RequestUnstake_WhenSomethingIsCoolingDown_RestartsTheCooldown() public {
        _stake(100);
        vm.warp(1_000);
        _requestUnstake(30);
        vm.warp(1_000 + COOLDOWN - 1);
        _requestUnstake(5);

        assertEq(vault.unstakingOf(ALICE).amount, 35);
        assertEq(vault.unstakingOf(ALICE).releaseAt, 1_000 + COOLDOWN - 1 + COOLDOWN);
    }

    function test_Withdraw_WhenNothingWasAskedBack_Reverts() public {
        _stake(100);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_NothingToWithdraw.selector, ALICE));
        _withdraw();
    }

    function test_Withdraw_WhenTheCooldownLasts_Reverts() public {
        _stake(100);
        vm.warp(1_000);
        _requestUnstake(30);
        vm.warp(1_000 + COOLDOWN - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IStakeVault.StakeVault_CoolingDown.selector, 1_000 + COOLDOWN, 1_000 + COOLDOWN - 1
            )
        );
        _withdraw();
    }

    function test_Withdraw_WhenTheCooldownIsOver_PaysOnce() public {
        _stake(100);
        vm.warp(1_000);
        _requestUnstake(30);
        vm.warp(1_000 + COOLDOWN);
        vm.expectEmit();
        emit IStakeVault.Withdrawn(ALICE, 30);
        assertEq(_withdraw(), 30);

        assertEq(token.balanceOf(ALICE), ENDOWMENT - 70);
        assertEq(vault.stakeOf(ALICE), 70);
        assertEq(vault.totalUnstaking(), 0);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeVault_NothingToWithdraw.selector, ALICE));
        _withdraw();
    }

    function test_Withdraw_WhenTheTokenCallsBack_FindsNothingTwice() public {
        CallingToken calling = new CallingToken();
        StakeVault other = new StakeVault(calling, 0);
        calling.callBack(other);
        calling.stakeAndAskBack(100);

        assertEq(calling.withdraw(), 100);

        assertTrue(calling.secondWithdrawalFailed(), "the second withdrawal, from inside the first, fails");
        assertEq(calling.balanceOf(address(other)), 0);
    }

    function testFuzz_StakeAndUnstake_NeitherMakesNorLosesTokens(uint96 staked, uint96 askedBack, uint32 wait) public {
        vm.assume(staked > 0 && askedBack > 0 && askedBack <= staked);
        token.mint(ALICE, staked);
        _stake(staked);
        vm.warp(1_000);
        _requestUnstake(askedBack);
        vm.warp(1_000 + uint256(wait));
        if (wait < COOLDOWN) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IStakeVault.StakeVault_CoolingDown.selector, 1_000 + COOLDOWN, 1_000 + uint256(wait)
                )
            );
            _withdraw();
        } else {
            assertEq(_withdraw(), askedBack);
        }

        assertEq(vault.stakeOf(ALICE), staked - askedBack);
        assertEq(token.balanceOf(address(vault)), vault.totalStaked() + vault.totalUnstaking());
        assertEq(token.balanceOf(ALICE) + token.balanceOf(address(vault)), ENDOWMENT + staked);
    }

    function _stake(uint256 amount) private {
        vm.prank(ALICE);
        vault.stake(amount);
    }

    function _requestUnstake(uint256 amount) private {
        vm.prank(ALICE);
        vault.requestUnstake(amount);
    }

    function _withdraw() private returns (uint256) {
        vm.prank(ALICE);
        return vault.withdraw();
    }
}
