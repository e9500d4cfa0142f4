// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Settlement} from "../types/Settlement.sol";

/// @title Pays out what was earned, epoch by epoch.
/// @notice The settler posts the root of an epoch's earnings together with the money. Governance can cancel it as long as
/// the challenge window is open; then everybody can have each account paid, once. A root that promises more than was
/// deposited pays until the deposit is spent, and never from another epoch. What nobody claims stays claimable.
interface IFeeDistributor {
    /// @notice An epoch's earnings were posted and paid in.
    /// @param epoch The epoch.
    /// @param root Of the Merkle tree of earnings.
    /// @param total What was deposited, in base units.
    /// @param claimableFrom When the challenge window ends, in seconds since the epoch.
    event Posted(uint256 indexed epoch, bytes32 root, uint256 total, uint256 claimableFrom);

    /// @notice An epoch was cancelled; it can be posted anew.
    /// @param epoch The epoch.
    /// @param poster Who can take the deposit back.
    /// @param total The deposit, in base units.
    event Cancelled(uint256 indexed epoch, address indexed poster, uint256 total);

    /// @notice The deposits of cancelled epochs were taken back.
    /// @param poster By whom.
    /// @param amount In base units.
    event TakenBack(address indexed poster, uint256 amount);

    /// @notice Earnings were paid.
    /// @param epoch Of the epoch.
    /// @param account To whom.
    /// @param amount In base units.
    event Claimed(uint256 indexed epoch, address indexed account, uint256 amount);

    /// @notice Another account posts from now on.
    /// @param before Who posted until now.
    /// @param settler Who posts.
    event SettlerReplaced(address indexed before, address indexed settler);

    /// @param caller Who tried to post.
    /// @param settler Who can.
    error FeeDistributor_NotSettler(address caller, address settler);

    /// @param caller Who tried what governance alone can.
    /// @param governance Who can.
    error FeeDistributor_NotGovernance(address caller, address governance);

    /// @notice A root or a total of zero is a mistake.
    error FeeDistributor_NothingToPost(bytes32 root, uint256 total);

    /// @param epoch The epoch that was posted before.
    /// @param root The root that stands.
    error FeeDistributor_AlreadyPosted(uint256 epoch, bytes32 root);

    /// @param epoch The epoch of which nothing stands.
    error FeeDistributor_NotPosted(uint256 epoch);

    /// @param claimableFrom When the challenge window ended, in seconds since the epoch.
    /// @param time Now, in seconds since the epoch.
    error FeeDistributor_WindowOver(uint256 claimableFrom, uint256 time);

    /// @param claimableFrom When the challenge window ends, in seconds since the epoch.
    /// @param time Now, in seconds since the epoch.
    error FeeDistributor_WindowOpen(uint256 claimableFrom, uint256 time);

    /// @param epoch The epoch that was claimed.
    /// @param account For whom.
    error FeeDistributor_AlreadyClaimed(uint256 epoch, address account);

    /// @notice The epoch's root does not say that the account earned the amount.
    error FeeDistributor_NotEarned(uint256 epoch, address account, uint256 amount);

    /// @param epoch The epoch whose root promises more than was deposited.
    /// @param unclaimed What is left of its deposit, in base units.
    /// @param amount What was claimed, in base units.
    error FeeDistributor_DepositSpent(uint256 epoch, uint256 unclaimed, uint256 amount);

    /// @param poster Who has nothing to take back.
    error FeeDistributor_NothingToTakeBack(address poster);

    /// @notice Posts an epoch's earnings and pays them in; the settler's alone. The distributor must be allowed the total.
    /// @param epoch The epoch; any number that was not posted, or was cancelled.
    /// @param root Of the Merkle tree of earnings, whose leaves the library Earnings says.
    /// @param total The sum of the earnings, in base units; below 2^96.
    function post(uint256 epoch, bytes32 root, uint256 total) external;

    /// @notice Cancels an epoch while its challenge window is open; governance's alone. It moves no token, so that nothing
    /// outside can hold it up.
    /// @param epoch The epoch.
    function cancel(uint256 epoch) external;

    /// @notice Pays the caller what it deposited for epochs that were cancelled since.
    /// @return amount In base units.
    function takeBack() external returns (uint256 amount);

    /// @notice Lets another account post; governance's alone. What was posted stands.
    /// @param successor Who posts from now on.
    function replaceSettler(address successor) external;

    /// @notice Pays an account what it earned in an epoch. Anybody can call it; the account alone is paid.
    /// @param epoch The epoch.
    /// @param account Who earned.
    /// @param amount What the root says of it, in base units.
    /// @param proof From the account's leaf to the root.
    function claim(uint256 epoch, address account, uint256 amount, bytes32[] calldata proof) external;

    /// @notice What stands of an epoch.
    function settlementOf(uint256 epoch) external view returns (Settlement memory);

    /// @notice Whether an account was paid for an epoch.
    function isClaimed(uint256 epoch, address account) external view returns (bool);

    /// @notice What an account can take back, in base units.
    function refundOf(address poster) external view returns (uint256);

    /// @notice What earnings are paid in.
    function token() external view returns (IERC20);

    /// @notice Who can cancel, and name the settler.
    function governance() external view returns (address);

    /// @notice Who posts.
    function settler() external view returns (address);

    /// @notice How long an epoch can be cancelled after it was posted, in seconds.
    function challengeWindow() external view returns (uint256);
}
