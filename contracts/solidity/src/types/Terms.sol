// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Who gets which part of what is paid for a call, in basis points; together 10,000.
/// @param publisher Of the API's publisher.
/// @param operators Of the operators of the nodes that answered.
/// @param treasury Of the treasury.
struct FeeSplit {
    uint16 publisher;
    uint16 operators;
    uint16 treasury;
}

/// @notice What an API costs, and who is paid.
/// @param asset The token that it is paid in.
/// @param payee Who gets the payments.
/// @param pricePerCall Of one answered call, in base units of the asset; zero for nothing.
/// @param passPrice Of an access pass for 30 days, in base units of the asset; zero where none is sold.
/// @param split Who gets which part.
struct Terms {
    address asset;
    address payee;
    uint256 pricePerCall;
    uint256 passPrice;
    FeeSplit split;
}
