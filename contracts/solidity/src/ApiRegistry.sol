// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IApiRegistry} from "./interfaces/IApiRegistry.sol";
import {Names} from "./libraries/Names.sol";
import {Api} from "./types/Api.sol";
import {Terms} from "./types/Terms.sol";

/// @title The API registry, kept as a list whose places are the numbers of the tokens.
/// @dev What is announced is not moved when its time comes: reading compares the times, and the next announcement tidies up.
contract ApiRegistry is IApiRegistry, ERC721 {
    /// @notice What the parts of a split add up to.
    uint256 private constant WHOLE = 10_000;

    struct Entry {
        string name;
        bytes32 document;
        Terms terms;
        Terms next;
        uint256 nextFrom;
    }

    /// @inheritdoc IApiRegistry
    uint256 public immutable override notice;

    Entry[] private _entries;

    /// @dev The number of the API of a name; 0 for a name that was never registered.
    mapping(string name => uint256 id) private _idOf;

    /// @param notice_ How long before they are in force terms are announced, in seconds.
    constructor(uint256 notice_) ERC721("Weir API", "WAPI") {
        notice = notice_;
    }

    /// @inheritdoc IApiRegistry
    function register(string calldata name_, bytes32 document, Terms calldata terms)
        external
        override
        returns (uint256 id)
    {
        // checks
        Names.check(name_);
        if (_idOf[name_] != 0) revert ApiRegistry_NameTaken(name_, _idOf[name_]);
        _checkDocument(document);
        _checkTerms(terms);

        // effects
        Entry storage entry = _entries.push();
        id = _entries.length;
        entry.name = name_;
        entry.document = document;
        entry.terms = terms;
        _idOf[name_] = id;
        emit Registered(id, msg.sender, name_, document, terms);
        _mint(msg.sender, id);
    }

    /// @inheritdoc IApiRegistry
    function announce(uint256 id, Terms calldata terms) external override returns (uint256 from) {
        // checks
        Entry storage entry = _entryOfOwn(id);
        _checkTerms(terms);

        // effects
        if (_nextIsInForce(entry)) entry.terms = entry.next;
        from = block.timestamp + notice;
        entry.next = terms;
        entry.nextFrom = from;
        emit Announced(id, terms, from);
    }

    /// @inheritdoc IApiRegistry
    function updateDocument(uint256 id, bytes32 document) external override {
        // checks
        Entry storage entry = _entryOfOwn(id);
        _checkDocument(document);

        // effects
        entry.document = document;
        emit DocumentUpdated(id, document);
    }

    /// @inheritdoc IApiRegistry
    function apiOf(uint256 id) external view override returns (Api memory) {
        _requireOwned(id);
        return _api(id);
    }

    /// @inheritdoc IApiRegistry
    function idOf(string calldata name_) external view override returns (uint256 id) {
        id = _idOf[name_];
        if (id == 0) revert ApiRegistry_NotRegistered(name_);
    }

    /// @inheritdoc IApiRegistry
    function termsOf(uint256 id) external view override returns (Terms memory) {
        _requireOwned(id);
        return _termsNow(_entries[id - 1]);
    }

    /// @inheritdoc IApiRegistry
    function count() external view override returns (uint256) {
        return _entries.length;
    }

    /// @inheritdoc IApiRegistry
    function apisPaged(uint256 offset, uint256 limit) external view override returns (Api[] memory page) {
        uint256 length = _entries.length;
        uint256 rest = offset < length ? length - offset : 0;
        page = new Api[](rest < limit ? rest : limit);
        for (uint256 i = 0; i < page.length; i++) {
            page[i] = _api(offset + i + 1);
        }
    }

    function _api(uint256 id) private view returns (Api memory) {
        Entry storage entry = _entries[id - 1];
        Terms memory terms = _termsNow(entry);
        bool announced = entry.nextFrom != 0 && !_nextIsInForce(entry);
        return Api({
            id: id,
            name: entry.name,
            publisher: ownerOf(id),
            document: entry.document,
            terms: terms,
            next: announced ? entry.next : terms,
            nextFrom: announced ? entry.nextFrom : 0
        });
    }

    function _termsNow(Entry storage entry) private view returns (Terms memory) {
        return _nextIsInForce(entry) ? entry.next : entry.terms;
    }

    function _nextIsInForce(Entry storage entry) private view returns (bool) {
        // forge-lint: disable-next-line(block-timestamp) a block maker moves it by seconds, a notice lasts longer
        return entry.nextFrom != 0 && entry.nextFrom <= block.timestamp;
    }

    function _entryOfOwn(uint256 id) private view returns (Entry storage) {
        address publisher = _requireOwned(id);
        if (publisher != msg.sender) revert ApiRegistry_NotPublisher(id, publisher, msg.sender);
        return _entries[id - 1];
    }

    function _checkDocument(bytes32 document) private pure {
        if (document == 0) revert ApiRegistry_NoDocument();
    }

    function _checkTerms(Terms calldata terms) private pure {
        if (terms.asset == address(0) || terms.payee == address(0)) {
            revert ApiRegistry_NobodyPaid(terms.asset, terms.payee);
        }
        uint256 sum = uint256(terms.split.publisher) + terms.split.operators + terms.split.treasury;
        if (sum != WHOLE) revert ApiRegistry_SplitNotWhole(terms.split);
    }
}
