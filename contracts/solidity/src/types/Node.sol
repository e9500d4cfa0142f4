// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A node as its operator describes it.
/// @param name Unique among registered nodes; 1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit.
/// @param operator The account that registered the node, and alone changes it and signs its heartbeats.
/// @param pool The group of nodes that it serves with; the same form as a name.
/// @param region Where it stands, in the operator's words; the same form as a name.
/// @param pricePerCall What the operator asks for one answered call, in base units of the payment token.
struct Node {
    string name;
    address operator;
    string pool;
    string region;
    uint256 pricePerCall;
}
