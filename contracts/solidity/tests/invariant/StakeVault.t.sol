// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {StakeVault} from "../../src/StakeVault.sol";
import {WeirToken} from "../../src/WeirToken.sol";
import {Unstaking} from "../../src/types/Unstaking.sol";
import {Test} from "../support/Test.sol";

/// @dev Makes only legal moves, for a few stakers, so that every revert is a finding.
contract StakingHandler is Test {
    address[3] public stakers = [address(0x51), address(0x52), address(0x53)];

    WeirToken private _token;
    StakeVault private _vault;
    uint256 private _time = 1;

    constructor(WeirToken token, StakeVault vault) {
        _token = token;
        _vault = vault;
    }

    function stake(uint256 who, uint256 amount) external {
        address staker = stakers[who % 3];
        amount = 1 + amount % 1e24;
        _token.mint(staker, amount);
        vm.prank(staker);
        _token.approve(address(_vault), amount);
        vm.prank(staker);
        _vault.stake(amount);
    }

    function requestUnstake(uint256 who, uint256 amount) external {
        address staker = stakers[who % 3];
        uint256 staked = _vault.stakeOf(staker);
        if (staked == 0) return;
        vm.warp(_time);
        vm.prank(staker);
        _vault.requestUnstake(1 + amount % staked);
    }

    function withdraw(uint256 who) external {
        address staker = stakers[who % 3];
        Unstaking memory unstaking = _vault.unstakingOf(staker);
        if (unstaking.amount == 0) return;
        if (_time < unstaking.releaseAt) _time = unstaking.releaseAt;
        vm.warp(_time);
        uint256 before = _token.balanceOf(staker);
        vm.prank(staker);
        _vault.withdraw();
        assertEq(_token.balanceOf(staker), before + unstaking.amount);
    }

    /// @dev Tokens that belong to nobody must not upset the books.
    function donate(uint256 amount) external {
        _token.mint(address(_vault), amount % 1e24);
    }

    function pass(uint256 time) external {
        _time += time % 200;
    }
}

contract StakeVaultInvariantTest is Test {
    WeirToken private token = new WeirToken();
    StakeVault private vault = new StakeVault(token, 60);
    StakingHandler private handler = new StakingHandler(token, vault);

    function setUp() public {
        token.transferOwnership(address(handler));
    }

    /// @dev Forge asks for this by name: nothing else is called between the checks.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_TheVaultHoldsAtLeastWhatItOwes() public view {
        uint256 held = token.balanceOf(address(vault));
        assertTrue(held >= vault.totalStaked() + vault.totalUnstaking(), "the vault is short of tokens");
    }

    function invariant_TheStakesAddUpToTheTotal() public view {
        uint256 sum;
        for (uint256 i = 0; i < 3; i++) {
            sum += vault.stakeOf(handler.stakers(i));
        }
        assertEq(sum, vault.totalStaked());
    }

    function invariant_WhatCoolsDownAddsUpToTheTotal() public view {
        uint256 sum;
        for (uint256 i = 0; i < 3; i++) {
            sum += vault.unstakingOf(handler.stakers(i)).amount;
        }
        assertEq(sum, vault.totalUnstaking());
    }
}
