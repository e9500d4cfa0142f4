// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {NodeRegistry} from "../../src/NodeRegistry.sol";
import {NodeMessages} from "../../src/libraries/NodeMessages.sol";
import {Heartbeat} from "../../src/types/Heartbeat.sol";
import {Test} from "../support/Test.sol";

/// @dev The vectors that Java is held to as well.
contract NodeMessagesTest is Test {
    uint256 private constant HEARTBEATS = 3;
    uint256 private constant PERSONAL_MESSAGES = 4;

    string private json = vm.readFile("../vectors/digests.json");

    function test_DomainSeparator_IsThatOfTheVectors() public view {
        assertEq(_separator(), vm.parseJsonBytes32(json, ".domainSeparator"));
    }

    function test_DomainSeparator_IsTheRegistrysOwn() public {
        NodeRegistry registry = new NodeRegistry();
        (, string memory name, string memory version, uint256 chainId, address verifyingContract,,) =
            registry.eip712Domain();
        assertEq(name, NodeMessages.DOMAIN_NAME);
        assertEq(version, NodeMessages.DOMAIN_VERSION);
        assertEq(chainId, block.chainid);
        assertEq(verifyingContract, address(registry));
    }

    function test_HeartbeatDigests_AreThoseOfTheVectors() public view {
        for (uint256 i = 0; i < HEARTBEATS; i++) {
            string memory at = string.concat(".heartbeats[", vm.toString(i), "]");
            Heartbeat memory heartbeat = Heartbeat({
                node: vm.parseJsonString(json, string.concat(at, ".node")),
                endpoint: vm.parseJsonString(json, string.concat(at, ".address")),
                // forge-lint: disable-next-line(unsafe-typecast) the vectors are within the types
                sequence: uint64(vm.parseJsonUint(json, string.concat(at, ".sequence"))),
                // forge-lint: disable-next-line(unsafe-typecast)
                sentAt: uint64(vm.parseJsonUint(json, string.concat(at, ".sentAt"))),
                // forge-lint: disable-next-line(unsafe-typecast)
                inFlight: uint32(vm.parseJsonUint(json, string.concat(at, ".inFlight")))
            });
            _assertSigned(at, NodeMessages.digest(_separator(), heartbeat));
        }
    }

    function test_PersonalDigests_AreThoseOfTheVectors() public view {
        for (uint256 i = 0; i < PERSONAL_MESSAGES; i++) {
            string memory at = string.concat(".personalMessages[", vm.toString(i), "]");
            string memory message = vm.parseJsonString(json, string.concat(at, ".message"));
            _assertSigned(at, NodeMessages.personalDigest(bytes(message)));
        }
    }

    function _separator() private view returns (bytes32) {
        return NodeMessages.domainSeparator(
            vm.parseJsonUint(json, ".domain.chainId"), vm.parseJsonAddress(json, ".domain.verifyingContract")
        );
    }

    function _assertSigned(string memory at, bytes32 digest) private view {
        assertEq(digest, vm.parseJsonBytes32(json, string.concat(at, ".digest")));
        bytes memory signature = vm.parseJsonBytes(json, string.concat(at, ".signature"));
        assertEq(ECDSA.recover(digest, signature), vm.parseJsonAddress(json, string.concat(at, ".signer")));
    }
}
