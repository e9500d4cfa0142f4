// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Terms} from "./Terms.sol";

/// @notice An API as its publisher describes it.
/// @param id The number of its ERC-721 token; the first is 1.
/// @param name 1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit; for ever this API's.
/// @param publisher Who owns the token.
/// @param document The SHA-256 of its OpenAPI document.
/// @param terms In force now.
/// @param next Announced; equal to `terms` where nothing is.
/// @param nextFrom When `next` comes into force, in seconds since the epoch; 0 where nothing is announced.
struct Api {
    uint256 id;
    string name;
    address publisher;
    bytes32 document;
    Terms terms;
    Terms next;
    uint256 nextFrom;
}
