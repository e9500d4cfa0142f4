// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessPass} from "../../src/AccessPass.sol";
import {ApiRegistry} from "../../src/ApiRegistry.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {FeeSplit, Terms} from "../../src/types/Terms.sol";
import {Test} from "../support/Test.sol";

/// @dev A few people buy passes of two APIs for each other, and hand them on.
contract SubscribingHandler is Test {
    uint256 public constant PERIOD = 2_592_000;
    address public constant PAYEE = address(0x9A7EE);
    address[3] public people = [address(0xC1), address(0xC2), address(0xC3)];
    uint256 public last;
    uint256 public spent;
    mapping(uint256 id => uint256 time) public until;

    PaymentToken private _token;
    AccessPass private _passes;
    uint256 private _time = 1_000;

    constructor(PaymentToken token, AccessPass passes) {
        _token = token;
        _passes = passes;
        vm.warp(_time);
    }

    function buy(uint256 api, uint256 buyer, uint256 holder, uint256 periods) external {
        api = 1 + api % 2;
        periods = 1 + periods % 12;
        vm.warp(_time);
        _token.mint(people[buyer % 3], api * periods);
        vm.startPrank(people[buyer % 3]);
        _token.approve(address(_passes), api * periods);
        uint256 id = _passes.buy(api, people[holder % 3], periods, address(_token), api * periods);
        vm.stopPrank();
        spent += api * periods;
        until[id] = (until[id] > _time ? until[id] : _time) + periods * PERIOD;
        if (id > last) last = id;
    }

    function handOn(uint256 which, uint256 to) external {
        if (last == 0) return;
        uint256 id = 1 + which % last;
        address holder = _passes.ownerOf(id);
        uint256 held = _passes.idOf(_passes.passOf(id).api, people[to % 3]);
        if (held != 0 && held != id) return;
        vm.prank(holder);
        _passes.transferFrom(holder, people[to % 3], id);
    }

    function pass(uint256 time) external {
        _time += time % (3 * PERIOD);
    }
}

contract AccessPassInvariantTest is Test {
    PaymentToken private token = new PaymentToken();
    ApiRegistry private registry = new ApiRegistry(100);
    AccessPass private passes = new AccessPass(registry);
    SubscribingHandler private handler = new SubscribingHandler(token, passes);

    function setUp() public {
        token.transferOwnership(address(handler));
        FeeSplit memory split = FeeSplit(7_000, 2_500, 500);
        bytes32 document = keccak256("a document");
        registry.register("one", document, Terms(address(token), handler.PAYEE(), 1, 1, split));
        registry.register("two", document, Terms(address(token), handler.PAYEE(), 1, 2, split));
    }

    /// @dev Forge asks for this by name: nothing else is called between the checks.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_AHolderHasOnePassOfAnApiAtMostAndItIsFound() public view {
        uint256 found;
        for (uint256 i = 0; i < 3; i++) {
            for (uint256 api = 1; api <= 2; api++) {
                uint256 id = passes.idOf(api, handler.people(i));
                if (id == 0) continue;
                assertEq(passes.ownerOf(id), handler.people(i));
                assertEq(passes.passOf(id).api, api);
                found++;
            }
        }
        assertEq(found, handler.last());
    }

    function invariant_PassesArePaidToThePayeeAndNothingStays() public view {
        assertEq(token.balanceOf(handler.PAYEE()), handler.spent());
        assertEq(token.balanceOf(address(passes)), 0);
    }

    function invariant_APassLastsAsLongAsWasPaidFor() public view {
        for (uint256 id = 1; id <= handler.last(); id++) {
            assertEq(passes.passOf(id).until, handler.until(id));
        }
    }
}
