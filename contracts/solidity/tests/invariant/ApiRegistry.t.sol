// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ApiRegistry} from "../../src/ApiRegistry.sol";
import {Api} from "../../src/types/Api.sol";
import {FeeSplit, Terms} from "../../src/types/Terms.sol";
import {Test} from "../support/Test.sol";

/// @dev Registers a few names, announces, hands on and lets time pass; remembers what must be in force.
contract PublishingHandler is Test {
    uint256 public constant NOTICE = 100;
    uint256 public registered;
    uint256 public time = 1_000;
    mapping(string name => uint256 id) public idOf;
    mapping(uint256 id => uint256 price) private _price;
    mapping(uint256 id => uint256 price) private _nextPrice;
    mapping(uint256 id => uint256 from) private _nextFrom;

    ApiRegistry private _registry;

    constructor(ApiRegistry registry) {
        _registry = registry;
        vm.warp(time);
    }

    function register(uint256 which, uint256 who, uint256 price, uint256 share) external {
        string memory name = string.concat("api-", vm.toString(which % 6));
        vm.warp(time);
        vm.prank(_person(who));
        try _registry.register(name, keccak256("a document"), _terms(price, share)) returns (uint256 id) {
            assertEq(idOf[name], 0);
            idOf[name] = id;
            _price[id] = price;
            registered++;
        } catch {
            assertTrue(idOf[name] != 0, "a name that nobody has is free");
        }
    }

    function announce(uint256 which, uint256 price, uint256 share) external {
        if (registered == 0) return;
        uint256 id = 1 + which % registered;
        vm.warp(time);
        _price[id] = priceOf(id);
        vm.prank(_registry.ownerOf(id));
        _registry.announce(id, _terms(price, share));
        _nextPrice[id] = price;
        _nextFrom[id] = time + NOTICE;
    }

    function handOn(uint256 which, uint256 who) external {
        if (registered == 0) return;
        uint256 id = 1 + which % registered;
        address owner = _registry.ownerOf(id);
        vm.prank(owner);
        _registry.transferFrom(owner, _person(who), id);
    }

    function pass(uint256 seconds_) external {
        time += seconds_ % 80;
    }

    function priceOf(uint256 id) public view returns (uint256) {
        return _nextFrom[id] != 0 && _nextFrom[id] <= time ? _nextPrice[id] : _price[id];
    }

    function _person(uint256 who) private pure returns (address) {
        return [address(0xA1), address(0xA2), address(0xA3)][who % 3];
    }

    function _terms(uint256 price, uint256 share) private pure returns (Terms memory) {
        uint16 publisher = uint16(share % 10_001);
        return Terms(address(0x1), address(0x2), price, 0, FeeSplit(publisher, 10_000 - publisher, 0));
    }
}

contract ApiRegistryInvariantTest is Test {
    ApiRegistry private registry = new ApiRegistry(100);
    PublishingHandler private handler = new PublishingHandler(registry);

    /// @dev Forge asks for this by name: nothing else is called between the checks.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_ANameLeadsToOneApiForEver() public view {
        Api[] memory apis = registry.apisPaged(0, type(uint256).max);
        for (uint256 i = 0; i < apis.length; i++) {
            assertEq(apis[i].id, i + 1);
            assertEq(handler.idOf(apis[i].name), apis[i].id);
            assertEq(registry.idOf(apis[i].name), apis[i].id);
            assertEq(registry.ownerOf(apis[i].id), apis[i].publisher);
        }
    }

    function invariant_EverySplitIsWhole() public view {
        Api[] memory apis = registry.apisPaged(0, type(uint256).max);
        for (uint256 i = 0; i < apis.length; i++) {
            FeeSplit memory split = apis[i].terms.split;
            assertEq(uint256(split.publisher) + split.operators + split.treasury, 10_000);
        }
    }

    function invariant_TermsChangeAfterTheirNoticeAlone() public {
        vm.warp(handler.time());
        for (uint256 id = 1; id <= handler.registered(); id++) {
            assertEq(registry.termsOf(id).pricePerCall, handler.priceOf(id));
        }
    }

    function invariant_TheListIsAsLongAsWhatWasRegistered() public view {
        assertEq(registry.count(), handler.registered());
    }
}
