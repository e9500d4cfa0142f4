// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a node says of itself every second, signed by its operator as EIP-712 typed data.
/// @param node The node's name in the registry.
/// @param endpoint Where it listens, as host:port. The signed type calls this field `address`, a word that Solidity keeps.
/// @param sequence Grows with each heartbeat of a node.
/// @param sentAt The node's clock, in seconds since the epoch.
/// @param inFlight Requests that the node is answering now.
struct Heartbeat {
    string node;
    string endpoint;
    uint64 sequence;
    uint64 sentAt;
    uint32 inFlight;
}
