// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {Names} from "./libraries/Names.sol";
import {NodeMessages} from "./libraries/NodeMessages.sol";
import {Node} from "./types/Node.sol";

/// @title The node registry, kept as a list with an index.
/// @dev Heartbeats are signed for this contract's EIP-712 domain, which ERC-5267's `eip712Domain()` tells.
contract NodeRegistry is INodeRegistry, EIP712 {
    Node[] private _nodes;

    /// @dev The place of a name in `_nodes`, counted from 1; 0 for a name that is not there.
    mapping(string name => uint256 place) private _placeOf;

    constructor() EIP712(NodeMessages.DOMAIN_NAME, NodeMessages.DOMAIN_VERSION) {}

    /// @inheritdoc INodeRegistry
    function register(string calldata name, string calldata pool, string calldata region, uint256 pricePerCall)
        external
        override
    {
        // checks
        Names.check(name);
        Names.check(pool);
        Names.check(region);
        uint256 place = _placeOf[name];
        if (place != 0) revert NodeRegistry_NameTaken(name, _nodes[place - 1].operator);

        // effects
        _nodes.push(Node(name, msg.sender, pool, region, pricePerCall));
        _placeOf[name] = _nodes.length;
        emit Registered(msg.sender, name, pool, region, pricePerCall);
    }

    /// @inheritdoc INodeRegistry
    function update(string calldata name, string calldata pool, string calldata region, uint256 pricePerCall)
        external
        override
    {
        // checks
        uint256 index = _indexOfOwn(name);
        Names.check(pool);
        Names.check(region);

        // effects
        _nodes[index] = Node(name, msg.sender, pool, region, pricePerCall);
        emit Updated(msg.sender, name, pool, region, pricePerCall);
    }

    /// @inheritdoc INodeRegistry
    function deregister(string calldata name) external override {
        // checks
        uint256 index = _indexOfOwn(name);

        // effects: the last node takes the place that becomes free
        uint256 last = _nodes.length - 1;
        if (index != last) {
            _nodes[index] = _nodes[last];
            _placeOf[_nodes[index].name] = index + 1;
        }
        _nodes.pop();
        delete _placeOf[name];
        emit Deregistered(msg.sender, name);
    }

    /// @inheritdoc INodeRegistry
    function nodeOf(string calldata name) external view override returns (Node memory) {
        return _nodes[_indexOf(name)];
    }

    /// @inheritdoc INodeRegistry
    function count() external view override returns (uint256) {
        return _nodes.length;
    }

    /// @inheritdoc INodeRegistry
    function nodesPaged(uint256 offset, uint256 limit) external view override returns (Node[] memory page) {
        uint256 length = _nodes.length;
        uint256 rest = offset < length ? length - offset : 0;
        page = new Node[](rest < limit ? rest : limit);
        for (uint256 i = 0; i < page.length; i++) {
            page[i] = _nodes[offset + i];
        }
    }

    function _indexOfOwn(string calldata name) private view returns (uint256 index) {
        index = _indexOf(name);
        address operator = _nodes[index].operator;
        if (operator != msg.sender) revert NodeRegistry_NotOperator(name, operator, msg.sender);
    }

    function _indexOf(string calldata name) private view returns (uint256) {
        uint256 place = _placeOf[name];
        if (place == 0) revert NodeRegistry_NotRegistered(name);
        return place - 1;
    }
}
