// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IStakeVault} from "./interfaces/IStakeVault.sol";
import {Unstaking} from "./types/Unstaking.sol";

/// @title The stake vault for one token.
/// @dev The token is chosen at deployment and trusted to move exactly the amounts that it is told to; one that takes a
/// fee on transfer would leave the vault short. State is final before the token is called, so that a token which calls
/// back finds nothing half done.
contract StakeVault is IStakeVault {
    using SafeERC20 for IERC20;

    /// @inheritdoc IStakeVault
    IERC20 public immutable override token;
    /// @inheritdoc IStakeVault
    uint256 public immutable override cooldown;
    /// @inheritdoc IStakeVault
    uint256 public override totalStaked;
    /// @inheritdoc IStakeVault
    uint256 public override totalUnstaking;
    /// @inheritdoc IStakeVault
    mapping(address staker => uint256 amount) public override stakeOf;

    mapping(address staker => Unstaking) private _unstaking;

    /// @param token_ The token that is staked.
    /// @param cooldown_ How long what is asked back stays locked, in seconds.
    constructor(IERC20 token_, uint256 cooldown_) {
        token = token_;
        cooldown = cooldown_;
    }

    /// @inheritdoc IStakeVault
    function stake(uint256 amount) external override {
        // checks
        if (amount == 0) revert StakeVault_AmountZero();

        // effects
        uint256 stakeAfter = stakeOf[msg.sender] + amount;
        stakeOf[msg.sender] = stakeAfter;
        totalStaked += amount;
        emit Staked(msg.sender, amount, stakeAfter);

        // interactions
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IStakeVault
    function requestUnstake(uint256 amount) external override {
        // checks
        uint256 staked = stakeOf[msg.sender];
        if (amount == 0) revert StakeVault_AmountZero();
        if (amount > staked) revert StakeVault_StakeTooSmall(msg.sender, staked, amount);

        // effects
        Unstaking storage unstaking = _unstaking[msg.sender];
        unstaking.amount += amount;
        unstaking.releaseAt = block.timestamp + cooldown;
        stakeOf[msg.sender] = staked - amount;
        totalStaked -= amount;
        totalUnstaking += amount;
        emit UnstakeRequested(msg.sender, amount, unstaking.releaseAt);
    }

    /// @inheritdoc IStakeVault
    function withdraw() external override returns (uint256 amount) {
        // checks
        Unstaking memory unstaking = _unstaking[msg.sender];
        amount = unstaking.amount;
        if (amount == 0) revert StakeVault_NothingToWithdraw(msg.sender);
        // forge-lint: disable-next-line(block-timestamp) a block maker moves it by seconds, a cooldown lasts longer
        if (block.timestamp < unstaking.releaseAt) {
            revert StakeVault_CoolingDown(unstaking.releaseAt, block.timestamp);
        }

        // effects
        delete _unstaking[msg.sender];
        totalUnstaking -= amount;
        emit Withdrawn(msg.sender, amount);

        // interactions
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IStakeVault
    function unstakingOf(address staker) external view override returns (Unstaking memory) {
        return _unstaking[staker];
    }
}
