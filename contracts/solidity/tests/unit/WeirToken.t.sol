// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {WeirToken} from "../../src/WeirToken.sol";
import {Test} from "../support/Test.sol";

contract WeirTokenTest is Test {
    WeirToken private token = new WeirToken();

    function test_Token_HasTheDecimalsThatTheJavaModelCountsIn() public view {
        assertEq(token.decimals(), 18);
        assertEq(token.symbol(), "WEIR");
    }

    function test_Mint_ByTheOwner_MakesTokens() public {
        token.mint(ALICE, 7);
        assertEq(token.balanceOf(ALICE), 7);
        assertEq(token.totalSupply(), 7);
    }

    function test_Mint_ByAnother_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, ALICE));
        vm.prank(ALICE);
        token.mint(ALICE, 7);
    }
}
