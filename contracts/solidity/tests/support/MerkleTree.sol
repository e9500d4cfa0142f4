// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Test} from "./Test.sol";

/// @title A Merkle tree as OpenZeppelin's `StandardMerkleTree` lays it out: leaves sorted, the last ones first, behind the
/// inner nodes of a complete binary tree.
abstract contract MerkleTree is Test {
    function _tree(bytes32[] memory leaves) internal pure returns (bytes32[] memory nodes) {
        uint256 count = leaves.length;
        uint256[] memory words;
        assembly ("memory-safe") {
            words := leaves
        }
        words = vm.sort(words);
        nodes = new bytes32[](2 * count - 1);
        for (uint256 i = 0; i < count; i++) {
            nodes[2 * count - 2 - i] = bytes32(words[i]);
        }
        for (uint256 i = count - 1; i > 0; i--) {
            nodes[i - 1] = _pair(nodes[2 * i - 1], nodes[2 * i]);
        }
    }

    function _proof(bytes32[] memory nodes, bytes32 leaf) internal pure returns (bytes32[] memory proof) {
        uint256 place = nodes.length / 2;
        while (nodes[place] != leaf) place++;
        uint256 depth;
        for (uint256 i = place; i > 0; i = (i - 1) / 2) {
            depth++;
        }
        proof = new bytes32[](depth);
        for (uint256 i = 0; i < depth; i++) {
            proof[i] = nodes[place % 2 == 1 ? place + 1 : place - 1];
            place = (place - 1) / 2;
        }
    }

    /// @dev As the leaf of an account's earnings is described, not as the library computes it.
    function _leaf(uint256 chainId, address distributor, uint256 epoch, address account, uint256 amount)
        internal
        pure
        returns (bytes32)
    {
        bytes32 inner = keccak256(abi.encode(chainId, distributor, epoch, account, amount));
        return keccak256(abi.encodePacked(inner));
    }

    /// @dev In scratch space: a large tree would fill the memory with what was hashed.
    function _pair(bytes32 a, bytes32 b) internal pure returns (bytes32 hash) {
        (bytes32 low, bytes32 high) = a < b ? (a, b) : (b, a);
        assembly ("memory-safe") {
            mstore(0x00, low)
            mstore(0x20, high)
            hash := keccak256(0x00, 0x40)
        }
    }
}
