// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Unstaking} from "../types/Unstaking.sol";

/// @title Holds the stakes that wallets put up for access, and nodes for good service.
/// @notice What is asked back stops counting at once, and is paid out only after a cooldown: a stake cannot be moved
/// from wallet to wallet faster than misuse is found. Tokens sent to the vault without `stake` belong to nobody.
interface IStakeVault {
    /// @notice A stake grew.
    /// @param staker Whose.
    /// @param amount By how much, in base units.
    /// @param stakeAfter What counts now, in base units.
    event Staked(address indexed staker, uint256 amount, uint256 stakeAfter);

    /// @notice A part of a stake was asked back.
    /// @param staker Whose.
    /// @param amount How much, in base units.
    /// @param releaseAt From when everything asked back so far can be withdrawn, in seconds since the epoch.
    event UnstakeRequested(address indexed staker, uint256 amount, uint256 releaseAt);

    /// @notice What was asked back was paid out.
    /// @param staker To whom.
    /// @param amount How much, in base units.
    event Withdrawn(address indexed staker, uint256 amount);

    /// @notice Staking or unstaking nothing is a mistake.
    error StakeVault_AmountZero();

    /// @param staker Who asked.
    /// @param staked What counts as the staker's stake, in base units.
    /// @param requested What was asked back, in base units.
    error StakeVault_StakeTooSmall(address staker, uint256 staked, uint256 requested);

    /// @param staker Who has asked nothing back.
    error StakeVault_NothingToWithdraw(address staker);

    /// @param releaseAt When the cooldown ends, in seconds since the epoch.
    /// @param time The block's time, in seconds since the epoch.
    error StakeVault_CoolingDown(uint256 releaseAt, uint256 time);

    /// @notice Adds to the caller's stake. The caller has approved the vault for at least as much.
    /// @param amount In base units; more than zero.
    function stake(uint256 amount) external;

    /// @notice Asks a part of the caller's stake back. A further request starts the cooldown anew for everything that
    /// was asked back and not yet withdrawn.
    /// @param amount In base units; more than zero, at most `stakeOf(caller)`.
    function requestUnstake(uint256 amount) external;

    /// @notice Pays out everything that the caller asked back, once the cooldown is over.
    /// @return amount In base units.
    function withdraw() external returns (uint256 amount);

    /// @notice The stake that counts now.
    /// @param staker Any account.
    /// @return In base units; zero for an account that never staked.
    function stakeOf(address staker) external view returns (uint256);

    /// @notice What an account has asked back and not yet withdrawn.
    /// @param staker Any account.
    function unstakingOf(address staker) external view returns (Unstaking memory);

    /// @notice The sum of all stakes that count, in base units.
    function totalStaked() external view returns (uint256);

    /// @notice The sum of everything asked back and not yet withdrawn, in base units.
    function totalUnstaking() external view returns (uint256);

    /// @notice How long what is asked back stays locked, in seconds.
    function cooldown() external view returns (uint256);

    /// @notice The token that is staked.
    function token() external view returns (IERC20);
}
