// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Test} from "../support/Test.sol";

/// @dev What a token of EIP-3009 computes of a transfer that its payer signed: the vectors that Java is held to as well.
contract TransferAuthorizationTest is Test {
    uint256 private constant TRANSFERS = 6;
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant TRANSFER_TYPEHASH = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    string private json = vm.readFile("../vectors/digests.json");

    function test_TransferDigests_AreThoseOfTheVectors() public view {
        for (uint256 i = 0; i < TRANSFERS; i++) {
            string memory at = string.concat(".transfers[", vm.toString(i), "]");
            bytes32 digest = MessageHashUtils.toTypedDataHash(_separator(at), _structHash(at));
            assertEq(digest, vm.parseJsonBytes32(json, string.concat(at, ".digest")));
            bytes memory signature = vm.parseJsonBytes(json, string.concat(at, ".signature"));
            assertEq(ECDSA.recover(digest, signature), _address(at, ".signer"));
        }
    }

    function _separator(string memory at) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256(bytes(vm.parseJsonString(json, string.concat(at, ".domain.name")))),
                keccak256(bytes(vm.parseJsonString(json, string.concat(at, ".domain.version")))),
                _uint(at, ".domain.chainId"),
                _address(at, ".domain.verifyingContract")
            )
        );
    }

    function _structHash(string memory at) private view returns (bytes32) {
        return keccak256(
            abi.encode(
                TRANSFER_TYPEHASH,
                _address(at, ".from"),
                _address(at, ".to"),
                _uint(at, ".value"),
                _uint(at, ".validAfter"),
                _uint(at, ".validBefore"),
                vm.parseJsonBytes32(json, string.concat(at, ".nonce"))
            )
        );
    }

    function _address(string memory at, string memory member) private view returns (address) {
        return vm.parseJsonAddress(json, string.concat(at, member));
    }

    function _uint(string memory at, string memory member) private view returns (uint256) {
        return vm.parseJsonUint(json, string.concat(at, member));
    }
}
