// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NodeRegistry} from "../../src/NodeRegistry.sol";
import {Node} from "../../src/types/Node.sol";
import {Test} from "../support/Test.sol";

/// @dev Registers and deregisters a few names by a few operators, and remembers who has what.
contract RegistryHandler is Test {
    uint256 public listed;
    mapping(string name => address operator) public operatorOf;

    NodeRegistry private _registry;

    constructor(NodeRegistry registry) {
        _registry = registry;
    }

    function register(uint256 which, uint256 who, uint256 price) external {
        string memory name = _name(which);
        if (operatorOf[name] != address(0)) return;
        address operator = address(uint160(0x61 + who % 3));
        vm.prank(operator);
        _registry.register(name, "edge", "eu-west", price);
        operatorOf[name] = operator;
        listed++;
    }

    function update(uint256 which, uint256 price) external {
        string memory name = _name(which);
        if (operatorOf[name] == address(0)) return;
        vm.prank(operatorOf[name]);
        _registry.update(name, "phones", "us-east", price);
    }

    function deregister(uint256 which) external {
        string memory name = _name(which);
        if (operatorOf[name] == address(0)) return;
        vm.prank(operatorOf[name]);
        _registry.deregister(name);
        delete operatorOf[name];
        listed--;
    }

    function _name(uint256 which) private pure returns (string memory) {
        return string.concat("node-", vm.toString(which % 8));
    }
}

contract NodeRegistryInvariantTest is Test {
    NodeRegistry private registry = new NodeRegistry();
    RegistryHandler private handler = new RegistryHandler(registry);

    /// @dev Forge asks for this by name: nothing else is called between the checks.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_EveryListedNameLeadsToItsOwnEntry() public view {
        Node[] memory nodes = registry.nodesPaged(0, type(uint256).max);
        for (uint256 i = 0; i < nodes.length; i++) {
            assertEq(registry.nodeOf(nodes[i].name).name, nodes[i].name);
            assertEq(nodes[i].operator, handler.operatorOf(nodes[i].name));
        }
    }

    function invariant_TheListIsAsLongAsWhatIsRegistered() public view {
        assertEq(registry.count(), handler.listed());
    }
}
