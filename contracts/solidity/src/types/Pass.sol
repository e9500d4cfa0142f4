// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a holder may call, and until when.
/// @param api The number of the API in the registry.
/// @param until The second from which on it is not valid, since the epoch.
struct Pass {
    uint256 api;
    uint256 until;
}
