// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IApiRegistry} from "./IApiRegistry.sol";
import {Pass} from "../types/Pass.sol";

/// @title Access to APIs for a time, each pass an ERC-721 token that its holder can hand on.
/// @notice A pass is bought for periods of 30 days at the API's pass price in force; the API's payee gets the money in the
/// same transaction. A holder has one pass of an API at most: buying again extends it, and nobody can be handed a second
/// one before the first is handed on.
interface IAccessPass is IERC721 {
    /// @notice A pass was bought or extended.
    /// @param api Of the API.
    /// @param holder Whose it is.
    /// @param id Of its token.
    /// @param until The second from which on it is not valid, since the epoch.
    /// @param paid What it cost, in base units of the API's asset.
    event Bought(uint256 indexed api, address indexed holder, uint256 indexed id, uint256 until, uint256 paid);

    /// @notice Buying no time is a mistake.
    error AccessPass_NoPeriods();

    /// @param api The API that sells no passes.
    error AccessPass_NotSold(uint256 api);

    /// @param expected What the buyer would pay in.
    /// @param asset What the API is paid in.
    error AccessPass_OtherAsset(address expected, address asset);

    /// @param price What the periods cost, in base units.
    /// @param most What the buyer would pay, in base units.
    error AccessPass_AboveMost(uint256 price, uint256 most);

    /// @param api The API of which the holder has a pass.
    /// @param holder Who cannot get a second one.
    /// @param id Of the pass that the holder has.
    error AccessPass_HasOne(uint256 api, address holder, uint256 id);

    /// @notice Buys a pass, or extends the one that the holder has. The caller pays, and must have allowed the price.
    /// @param api The API.
    /// @param holder Whose pass it is.
    /// @param periods Of 30 days.
    /// @param asset What the caller means to pay in: terms may have changed since they were read.
    /// @param most What the caller would pay at most, in base units of the asset.
    /// @return id Of the pass' token.
    function buy(uint256 api, address holder, uint256 periods, address asset, uint256 most)
        external
        returns (uint256 id);

    /// @notice Whether a holder may call an API at a time, by what is held now; it says nothing of times gone by.
    /// @param api The API.
    /// @param holder Who.
    /// @param time In seconds since the epoch; now or later.
    function isValid(uint256 api, address holder, uint256 time) external view returns (bool);

    /// @notice The pass that a holder has of an API; 0 for none.
    function idOf(uint256 api, address holder) external view returns (uint256);

    /// @notice One pass; reverts if there is none of that number.
    function passOf(uint256 id) external view returns (Pass memory);

    /// @notice Where APIs and their prices are.
    function registry() external view returns (IApiRegistry);
}
