// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Vm} from "./Vm.sol";

/// @title What a test contract starts from: cheat codes, a few people, and assertions that say what differed.
abstract contract Test {
    error Test_UintsDiffer(uint256 actual, uint256 expected);
    error Test_AddressesDiffer(address actual, address expected);
    error Test_WordsDiffer(bytes32 actual, bytes32 expected);
    error Test_TextsDiffer(string actual, string expected);
    error Test_Untrue(string what);

    /// @dev Where forge's cheat codes live, and how it knows a test contract.
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    // forge-lint: disable-next-line(screaming-snake-case-const) forge looks for this name
    bool public constant IS_TEST = true;

    address internal constant ALICE = address(0xA11CE);
    address internal constant BOB = address(0xB0B);

    function assertEq(uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert Test_UintsDiffer(actual, expected);
    }

    function assertEq(address actual, address expected) internal pure {
        if (actual != expected) revert Test_AddressesDiffer(actual, expected);
    }

    function assertEq(bytes32 actual, bytes32 expected) internal pure {
        if (actual != expected) revert Test_WordsDiffer(actual, expected);
    }

    function assertEq(string memory actual, string memory expected) internal pure {
        if (keccak256(bytes(actual)) != keccak256(bytes(expected))) revert Test_TextsDiffer(actual, expected);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert Test_Untrue(what);
    }
}
