// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What was posted of an epoch. Zero throughout if nothing was.
/// @param root Of the Merkle tree of earnings.
/// @param total What was deposited, in base units of the token.
/// @param unclaimed What is left of it, in base units of the token.
/// @param claimableFrom When the challenge window ends, in seconds since the epoch.
/// @param poster Who deposited it.
struct Settlement {
    bytes32 root;
    uint96 total;
    uint96 unclaimed;
    uint64 claimableFrom;
    address poster;
}
