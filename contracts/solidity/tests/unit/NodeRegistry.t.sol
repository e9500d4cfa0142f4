// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NodeRegistry} from "../../src/NodeRegistry.sol";
import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {Names} from "../../src/libraries/Names.sol";
import {Node} from "../../src/types/Node.sol";
import {Test} from "../support/Test.sol";

contract NodeRegistryTest is Test {
    NodeRegistry private registry = new NodeRegistry();

    function test_Register_WhenATextIsNoName_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(Names.Names_Illegal.selector, "Amber"));
        registry.register("Amber", "edge", "eu-west", 1);
        vm.expectRevert(abi.encodeWithSelector(Names.Names_Illegal.selector, "ed ge"));
        registry.register("amber", "ed ge", "eu-west", 1);
        vm.expectRevert(abi.encodeWithSelector(Names.Names_Illegal.selector, ""));
        registry.register("amber", "edge", "", 1);
    }

    function test_Register_WhenTheNameIsTaken_RevertsAndTheOperatorStays() public {
        _register(ALICE, "amber");
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_NameTaken.selector, "amber", ALICE));
        _register(BOB, "amber");
        assertEq(registry.nodeOf("amber").operator, ALICE);
    }

    function test_Register_WhenTheNameIsFree_ListsTheNode() public {
        vm.expectEmit();
        emit INodeRegistry.Registered(ALICE, "amber", "edge", "eu-west", 7);
        vm.prank(ALICE);
        registry.register("amber", "edge", "eu-west", 7);

        assertEq(registry.count(), 1);
        Node memory node = registry.nodesPaged(0, 10)[0];
        assertEq(node.name, "amber");
        assertEq(node.operator, ALICE);
        assertEq(node.pool, "edge");
        assertEq(node.region, "eu-west");
        assertEq(node.pricePerCall, 7);
    }

    function test_Update_WhenNotRegistered_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_NotRegistered.selector, "amber"));
        registry.update("amber", "edge", "eu-west", 1);
    }

    function test_Update_ByAnother_Reverts() public {
        _register(ALICE, "amber");
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NotOperator.selector, "amber", ALICE, BOB)
        );
        vm.prank(BOB);
        registry.update("amber", "edge", "eu-west", 1);
    }

    function test_Update_ByTheOperator_ReplacesTheEntry() public {
        _register(ALICE, "amber");
        vm.expectEmit();
        emit INodeRegistry.Updated(ALICE, "amber", "phones", "us-east", 9);
        vm.prank(ALICE);
        registry.update("amber", "phones", "us-east", 9);

        Node memory node = registry.nodeOf("amber");
        assertEq(node.pool, "phones");
        assertEq(node.region, "us-east");
        assertEq(node.pricePerCall, 9);
        assertEq(node.operator, ALICE);
        assertEq(registry.count(), 1);
    }

    function test_Update_WhenThePoolIsNoName_Reverts() public {
        _register(ALICE, "amber");
        vm.expectRevert(abi.encodeWithSelector(Names.Names_Illegal.selector, "EDGE"));
        vm.prank(ALICE);
        registry.update("amber", "EDGE", "us-east", 9);
    }

    function test_Deregister_ByAnother_Reverts() public {
        _register(ALICE, "amber");
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NotOperator.selector, "amber", ALICE, BOB)
        );
        vm.prank(BOB);
        registry.deregister("amber");
    }

    function test_Deregister_ByTheOperator_KeepsTheOthersAndFreesTheName() public {
        _register(ALICE, "amber");
        _register(BOB, "birch");
        _register(ALICE, "cedar");
        vm.expectEmit();
        emit INodeRegistry.Deregistered(ALICE, "amber");
        vm.prank(ALICE);
        registry.deregister("amber");

        assertEq(registry.count(), 2);
        assertEq(registry.nodeOf("birch").operator, BOB);
        assertEq(registry.nodeOf("cedar").operator, ALICE);
        _register(BOB, "amber");
        assertEq(registry.nodeOf("amber").operator, BOB);
    }

    function test_Deregister_OfTheLast_EmptiesTheList() public {
        _register(ALICE, "amber");
        vm.prank(ALICE);
        registry.deregister("amber");
        assertEq(registry.count(), 0);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_NotRegistered.selector, "amber"));
        registry.nodeOf("amber");
    }

    function test_NodesPaged_CutsPagesAtTheEndOfTheList() public {
        _register(ALICE, "amber");
        _register(ALICE, "birch");
        _register(ALICE, "cedar");

        assertEq(registry.nodesPaged(0, 2).length, 2);
        assertEq(registry.nodesPaged(2, 2).length, 1);
        assertEq(registry.nodesPaged(2, 2)[0].name, "cedar");
        assertEq(registry.nodesPaged(3, 2).length, 0);
        assertEq(registry.nodesPaged(0, 0).length, 0);
    }

    function testFuzz_NodesPaged_NeverOverflows(uint256 offset, uint256 limit) public {
        _register(ALICE, "amber");
        _register(ALICE, "birch");
        uint256 rest = offset < 2 ? 2 - offset : 0;
        assertEq(registry.nodesPaged(offset, limit).length, rest < limit ? rest : limit);
    }

    function _register(address operator, string memory name) private {
        vm.prank(operator);
        registry.register(name, "edge", "eu-west", 1);
    }
}
