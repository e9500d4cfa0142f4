// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Heartbeat} from "../types/Heartbeat.sol";

/// @title The digests that Weir's participants sign.
/// @notice `dev.weir.chain.signature` computes the same in Java; contracts/vectors/digests.json holds both to it.
library NodeMessages {
    bytes32 internal constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 internal constant HEARTBEAT_TYPEHASH =
        keccak256("Heartbeat(string node,string address,uint64 sequence,uint64 sentAt,uint32 inFlight)");

    string internal constant DOMAIN_NAME = "Weir";
    string internal constant DOMAIN_VERSION = "1";

    /// @notice Where a signature is good: on one chain, for one registry (EIP-712).
    /// @param chainId The chain's id.
    /// @param registry The node registry.
    function domainSeparator(uint256 chainId, address registry) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH, keccak256(bytes(DOMAIN_NAME)), keccak256(bytes(DOMAIN_VERSION)), chainId, registry
            )
        );
    }

    /// @notice What an operator signs of a heartbeat (EIP-712).
    /// @param separator The domain separator.
    /// @param heartbeat The heartbeat.
    function digest(bytes32 separator, Heartbeat memory heartbeat) internal pure returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(
                HEARTBEAT_TYPEHASH,
                keccak256(bytes(heartbeat.node)),
                keccak256(bytes(heartbeat.endpoint)),
                heartbeat.sequence,
                heartbeat.sentAt,
                heartbeat.inFlight
            )
        );
        return MessageHashUtils.toTypedDataHash(separator, structHash);
    }

    /// @notice What `personal_sign` signs of a message (ERC-191, version 0x45).
    /// @param message The message's bytes.
    function personalDigest(bytes memory message) internal pure returns (bytes32) {
        return MessageHashUtils.toEthSignedMessageHash(message);
    }
}
