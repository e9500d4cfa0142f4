// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ApiRegistry} from "../../src/ApiRegistry.sol";
import {IApiRegistry} from "../../src/interfaces/IApiRegistry.sol";
import {Names} from "../../src/libraries/Names.sol";
import {Api} from "../../src/types/Api.sol";
import {FeeSplit, Terms} from "../../src/types/Terms.sol";
import {Test} from "../support/Test.sol";

contract ApiRegistryTest is Test {
    uint256 private constant NOTICE = 86_400;
    uint256 private constant NOW = 1_800_000_000;
    bytes32 private constant DOCUMENT = keccak256("a document");
    bytes32 private constant ANOTHER = keccak256("another document");
    address private constant ASSET = address(0xA55E7);

    ApiRegistry private registry = new ApiRegistry(NOTICE);

    function setUp() public {
        vm.warp(NOW);
    }

    function test_Constructor_TellsTheNoticeAndItsNames() public view {
        assertEq(registry.notice(), NOTICE);
        assertEq(registry.name(), "Weir API");
        assertEq(registry.symbol(), "WAPI");
    }

    function test_Register_WhenTheNameIsNoName_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(Names.Names_Illegal.selector, "Quotes"));
        registry.register("Quotes", DOCUMENT, _terms(1));
    }

    function test_Register_WhenTheNameWasRegistered_RevertsAndThePublisherStays() public {
        _register(ALICE, "quotes");
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NameTaken.selector, "quotes", 1));
        _register(BOB, "quotes");
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NameTaken.selector, "quotes", 1));
        _register(ALICE, "quotes");
        assertEq(registry.ownerOf(1), ALICE);
        assertEq(registry.count(), 1);
    }

    function test_Register_WithoutDocumentAssetOrPayee_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NoDocument.selector));
        registry.register("quotes", 0, _terms(1));
        Terms memory terms = _terms(1);
        terms.asset = address(0);
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NobodyPaid.selector, address(0), BOB));
        registry.register("quotes", DOCUMENT, terms);
        terms = _terms(1);
        terms.payee = address(0);
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NobodyPaid.selector, ASSET, address(0)));
        registry.register("quotes", DOCUMENT, terms);
    }

    function test_Register_WhenAllIsWell_IsInForceAtOnce() public {
        vm.expectEmit();
        emit IApiRegistry.Registered(1, ALICE, "quotes", DOCUMENT, _terms(1_000));
        vm.prank(ALICE);
        assertEq(registry.register("quotes", DOCUMENT, _terms(1_000)), 1);

        Api memory api = registry.apiOf(registry.idOf("quotes"));
        assertEq(api.id, 1);
        assertEq(api.name, "quotes");
        assertEq(api.publisher, ALICE);
        assertEq(api.document, DOCUMENT);
        _assertSame(api.terms, _terms(1_000));
        _assertSame(api.next, _terms(1_000));
        assertEq(api.nextFrom, 0);
        _assertSame(registry.termsOf(1), _terms(1_000));
        assertEq(registry.balanceOf(ALICE), 1);
    }

    function test_Announce_WhenNotRegistered_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 1));
        registry.announce(1, _terms(2));
    }

    function test_Announce_ByAnother_Reverts() public {
        _register(ALICE, "quotes");
        vm.prank(ALICE);
        registry.setApprovalForAll(BOB, true);
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NotPublisher.selector, 1, ALICE, BOB));
        vm.prank(BOB);
        registry.announce(1, _terms(2));
    }

    function test_Announce_OfBadTerms_Reverts() public {
        _register(ALICE, "quotes");
        Terms memory terms = _terms(2);
        terms.payee = address(0);
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NobodyPaid.selector, ASSET, address(0)));
        vm.prank(ALICE);
        registry.announce(1, terms);
        terms = _terms(2);
        terms.split.treasury = 501;
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_SplitNotWhole.selector, terms.split));
        vm.prank(ALICE);
        registry.announce(1, terms);
    }

    function test_Announce_KeepsTheOldTermsUntilTheNoticeIsOver() public {
        _register(ALICE, "quotes");
        vm.expectEmit();
        emit IApiRegistry.Announced(1, _terms(2), NOW + NOTICE);
        _announce(ALICE, 2);

        vm.warp(NOW + NOTICE - 1);
        Api memory api = registry.apiOf(1);
        _assertSame(api.terms, _terms(1));
        _assertSame(api.next, _terms(2));
        assertEq(api.nextFrom, NOW + NOTICE);
        _assertSame(registry.termsOf(1), _terms(1));

        vm.warp(NOW + NOTICE);
        api = registry.apiOf(1);
        _assertSame(api.terms, _terms(2));
        _assertSame(api.next, _terms(2));
        assertEq(api.nextFrom, 0);
        _assertSame(registry.termsOf(1), _terms(2));
    }

    function test_Announce_WhenOthersAreAnnounced_ReplacesThemWithANewNotice() public {
        _register(ALICE, "quotes");
        _announce(ALICE, 2);
        vm.warp(NOW + NOTICE - 1);
        assertEq(_announce(ALICE, 3), NOW + NOTICE - 1 + NOTICE);

        vm.warp(NOW + NOTICE - 1 + NOTICE - 1);
        _assertSame(registry.termsOf(1), _terms(1));
        vm.warp(NOW + NOTICE - 1 + NOTICE);
        _assertSame(registry.termsOf(1), _terms(3));
    }

    function test_Announce_WhenOthersAreInForceSince_KeepsThoseForTheNotice() public {
        _register(ALICE, "quotes");
        _announce(ALICE, 2);
        vm.warp(NOW + NOTICE);
        _announce(ALICE, 3);

        _assertSame(registry.apiOf(1).terms, _terms(2));
        _assertSame(registry.apiOf(1).next, _terms(3));
        vm.warp(NOW + 2 * NOTICE);
        _assertSame(registry.termsOf(1), _terms(3));
    }

    function test_UpdateDocument_ByAnotherOrWithNone_Reverts() public {
        _register(ALICE, "quotes");
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NotPublisher.selector, 1, ALICE, BOB));
        vm.prank(BOB);
        registry.updateDocument(1, ANOTHER);
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NoDocument.selector));
        vm.prank(ALICE);
        registry.updateDocument(1, 0);
    }

    function test_UpdateDocument_ByThePublisher_SaysItAtOnce() public {
        _register(ALICE, "quotes");
        vm.expectEmit();
        emit IApiRegistry.DocumentUpdated(1, ANOTHER);
        vm.prank(ALICE);
        registry.updateDocument(1, ANOTHER);
        assertEq(registry.apiOf(1).document, ANOTHER);
    }

    function test_Transfer_MakesTheNewOwnerThePublisher() public {
        _register(ALICE, "quotes");
        vm.prank(ALICE);
        registry.transferFrom(ALICE, BOB, 1);

        assertEq(registry.apiOf(1).publisher, BOB);
        assertEq(registry.idOf("quotes"), 1);
        _announce(BOB, 2);
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NotPublisher.selector, 1, BOB, ALICE));
        _announce(ALICE, 3);
    }

    function test_Reading_WhenNotRegistered_Reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_NotRegistered.selector, "quotes"));
        registry.idOf("quotes");
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 0));
        registry.apiOf(0);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 1));
        registry.termsOf(1);
    }

    function test_ApisPaged_CutsPagesAtTheEndOfTheList() public {
        _register(ALICE, "quotes");
        _register(BOB, "weather");
        _register(ALICE, "blocks");

        assertEq(registry.apisPaged(0, 2).length, 2);
        assertEq(registry.apisPaged(2, 2).length, 1);
        assertEq(registry.apisPaged(1, 2)[0].name, "weather");
        assertEq(registry.apisPaged(1, 2)[0].publisher, BOB);
        assertEq(registry.apisPaged(1, 2)[1].id, 3);
        assertEq(registry.apisPaged(3, 2).length, 0);
        assertEq(registry.apisPaged(0, 0).length, 0);
    }

    function testFuzz_ApisPaged_NeverOverflows(uint256 offset, uint256 limit) public {
        _register(ALICE, "quotes");
        _register(ALICE, "weather");
        uint256 rest = offset < 2 ? 2 - offset : 0;
        assertEq(registry.apisPaged(offset, limit).length, rest < limit ? rest : limit);
    }

    function testFuzz_Register_TakesWholeSplitsAlone(FeeSplit memory split) public {
        Terms memory terms = _terms(1);
        terms.split = split;
        bool whole = uint256(split.publisher) + split.operators + split.treasury == 10_000;
        if (!whole) vm.expectRevert(abi.encodeWithSelector(IApiRegistry.ApiRegistry_SplitNotWhole.selector, split));
        registry.register("quotes", DOCUMENT, terms);
        assertEq(registry.count(), whole ? 1 : 0);
    }

    function testFuzz_Register_TakesAnyWholeSplit(uint16 publisher, uint16 operators) public {
        publisher = publisher % 10_001;
        operators = operators % (10_001 - publisher);
        Terms memory terms = _terms(1);
        terms.split = FeeSplit(publisher, operators, 10_000 - publisher - operators);
        registry.register("quotes", DOCUMENT, terms);
        _assertSame(registry.termsOf(1), terms);
    }

    function _terms(uint256 price) private pure returns (Terms memory) {
        return Terms(ASSET, BOB, price, price * 100, FeeSplit(7_000, 2_500, 500));
    }

    function _register(address publisher, string memory name) private {
        vm.prank(publisher);
        registry.register(name, DOCUMENT, _terms(1));
    }

    function _announce(address publisher, uint256 price) private returns (uint256) {
        vm.prank(publisher);
        return registry.announce(1, _terms(price));
    }

    function _assertSame(Terms memory actual, Terms memory expected) private pure {
        assertEq(keccak256(abi.encode(actual)), keccak256(abi.encode(expected)));
    }
}
