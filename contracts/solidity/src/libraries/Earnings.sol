// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The leaves of the trees of earnings.
/// @notice A tree is built as OpenZeppelin's `StandardMerkleTree` builds it of the types uint256, address, uint256, address,
/// uint256: leaves hashed twice and sorted, pairs sorted before they are hashed. An account has one leaf in a tree.
library Earnings {
    /// @notice What one account earned in one epoch, bound to one chain and one distributor: its proof is good nowhere else.
    /// @dev Hashed twice, so that no inner node, of 64 bytes, can be shown as a leaf.
    /// @param distributor The contract that pays.
    /// @param epoch The epoch.
    /// @param account Who earned.
    /// @param amount In base units of the token.
    function leaf(address distributor, uint256 epoch, address account, uint256 amount) internal view returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(block.chainid, distributor, epoch, account, amount))));
    }
}
