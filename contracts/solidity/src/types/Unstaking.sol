// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Stake that its owner has asked back and cannot have yet.
/// @param amount In base units of the token; zero if nothing was asked back.
/// @param releaseAt From when it can be withdrawn, in seconds since the epoch.
struct Unstaking {
    uint256 amount;
    uint256 releaseAt;
}
