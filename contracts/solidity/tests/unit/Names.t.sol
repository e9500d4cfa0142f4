// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Names} from "../../src/libraries/Names.sol";
import {Test} from "../support/Test.sol";

contract NamesTest is Test {
    function check(string calldata name) external pure {
        Names.check(name);
    }

    function test_Check_WhenTheTextIsAName_Returns() public view {
        this.check("a");
        this.check("0");
        this.check("amber");
        this.check("a--b-9");
        this.check("a23456789-123456789-123456789-123456789-123456789-123456789-abc");
    }

    function test_Check_WhenTheTextIsNoName_Reverts() public {
        string[12] memory bad = [
            "", "-", "-a", "a-", "Amber", "a_b", "a.b", "a b", unicode"ä", "a\x00", "a/b",
            "a23456789-123456789-123456789-123456789-123456789-123456789-abcd"
        ];
        for (uint256 i = 0; i < bad.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(Names.Names_Illegal.selector, bad[i]));
            this.check(bad[i]);
        }
    }

    function testFuzz_Check_JudgesEveryByte(bytes1 c) public {
        string memory name = string(abi.encodePacked("a", c, "z"));
        bool legal = (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39) || c == 0x2d;
        if (!legal) vm.expectRevert(abi.encodeWithSelector(Names.Names_Illegal.selector, name));
        this.check(name);
    }
}
