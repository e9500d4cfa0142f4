// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Node} from "../types/Node.sol";

/// @title The list of nodes that a gateway may send traffic to.
/// @notice Whoever registers a name first operates it, until they deregister it. Registration alone brings no traffic: a
/// live heartbeat signed by the operator must confirm it.
interface INodeRegistry {
    /// @notice A node came, or changed.
    /// @param operator Whose it is.
    /// @param name Its name.
    /// @param pool The pool it serves in.
    /// @param region Where it stands.
    /// @param pricePerCall Asked for one answered call, in base units.
    event Registered(address indexed operator, string name, string pool, string region, uint256 pricePerCall);
    event Updated(address indexed operator, string name, string pool, string region, uint256 pricePerCall);

    /// @notice A node left; its name is free.
    event Deregistered(address indexed operator, string name);

    /// @param name The name that is in use.
    /// @param operator By whom.
    error NodeRegistry_NameTaken(string name, address operator);

    /// @param name The name that no registered node has.
    error NodeRegistry_NotRegistered(string name);

    /// @param name The node.
    /// @param operator Who may change it.
    /// @param caller Who tried.
    error NodeRegistry_NotOperator(string name, address operator, address caller);

    /// @notice Registers a node, operated by the caller.
    /// @param name 1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit; not in use.
    /// @param pool The same form.
    /// @param region The same form.
    /// @param pricePerCall In base units of the payment token.
    function register(string calldata name, string calldata pool, string calldata region, uint256 pricePerCall)
        external;

    /// @notice Replaces what the registry says of a node of the caller's; the parameters are those of `register`.
    function update(string calldata name, string calldata pool, string calldata region, uint256 pricePerCall) external;

    /// @notice Takes a node of the caller's off the list. The order of the others may change.
    /// @param name The node.
    function deregister(string calldata name) external;

    /// @notice One node; reverts if there is none of that name.
    /// @param name The node.
    function nodeOf(string calldata name) external view returns (Node memory);

    /// @notice How many nodes are registered.
    function count() external view returns (uint256);

    /// @notice A page of the list. Its order changes when nodes leave: read all pages at one block.
    /// @param offset How many nodes to leave out at the start.
    /// @param limit How many nodes to return at most.
    /// @return page Shorter than `limit` at the end of the list, and empty beyond it.
    function nodesPaged(uint256 offset, uint256 limit) external view returns (Node[] memory page);
}
