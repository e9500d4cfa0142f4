// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Api} from "../types/Api.sol";
import {FeeSplit, Terms} from "../types/Terms.sol";

/// @title The list of APIs: what they are called, cost, and where their document is.
/// @notice Each API is an ERC-721 token of its publisher, who can hand it on. It stays in the list, and its name stays its
/// own. Terms change after a notice only, and both the old and the new ones can be read meanwhile, so that an offer that
/// was made can be kept. With the token goes who may announce; the payee stays who it was until other terms are in force.
interface IApiRegistry is IERC721 {
    /// @notice An API came; its terms are in force.
    /// @param id Of its token.
    /// @param publisher Who owns it.
    /// @param name What it is called.
    /// @param document The SHA-256 of its document.
    /// @param terms What it costs.
    event Registered(uint256 indexed id, address indexed publisher, string name, bytes32 document, Terms terms);

    /// @notice Other terms will be in force; what was announced and is not in force yet is no longer.
    /// @param id The API.
    /// @param terms What it will cost.
    /// @param from From when on, in seconds since the epoch.
    event Announced(uint256 indexed id, Terms terms, uint256 from);

    /// @notice An API has another document.
    /// @param id The API.
    /// @param document The SHA-256 of it.
    event DocumentUpdated(uint256 indexed id, bytes32 document);

    /// @param name The name that was registered before.
    /// @param id By which API.
    error ApiRegistry_NameTaken(string name, uint256 id);

    /// @param name The name that no API has.
    error ApiRegistry_NotRegistered(string name);

    /// @param id The API.
    /// @param publisher Who may change it.
    /// @param caller Who tried.
    error ApiRegistry_NotPublisher(uint256 id, address publisher, address caller);

    /// @notice An asset or a payee of zero is a mistake.
    error ApiRegistry_NobodyPaid(address asset, address payee);

    /// @param split That does not add up to 10,000 basis points.
    error ApiRegistry_SplitNotWhole(FeeSplit split);

    /// @notice A document's SHA-256 is not zero.
    error ApiRegistry_NoDocument();

    /// @notice Registers an API, published by the caller; its terms are in force at once.
    /// @param name 1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit; never registered before.
    /// @param document The SHA-256 of its OpenAPI document.
    /// @param terms What it costs.
    /// @return id Of its token.
    function register(string calldata name, bytes32 document, Terms calldata terms) external returns (uint256 id);

    /// @notice Announces other terms of an API of the caller's; to take an announcement back, announce the terms in force.
    /// @param id The API.
    /// @param terms In force when the notice is over.
    /// @return from From when on, in seconds since the epoch.
    function announce(uint256 id, Terms calldata terms) external returns (uint256 from);

    /// @notice Gives an API of the caller's another document, at once.
    /// @param id The API.
    /// @param document The SHA-256 of it.
    function updateDocument(uint256 id, bytes32 document) external;

    /// @notice One API; reverts if there is none of that number.
    function apiOf(uint256 id) external view returns (Api memory);

    /// @notice The number of an API; reverts if there is none of that name.
    function idOf(string calldata name) external view returns (uint256);

    /// @notice What an API costs now; reverts if there is none of that number.
    function termsOf(uint256 id) external view returns (Terms memory);

    /// @notice How many APIs are registered.
    function count() external view returns (uint256);

    /// @notice A page of the list, by number. Terms change by time: read all pages at one block.
    /// @param offset How many APIs to leave out at the start.
    /// @param limit How many APIs to return at most.
    /// @return page Shorter than `limit` at the end of the list, and empty beyond it.
    function apisPaged(uint256 offset, uint256 limit) external view returns (Api[] memory page);

    /// @notice How long before they are in force terms are announced, in seconds.
    function notice() external view returns (uint256);
}
