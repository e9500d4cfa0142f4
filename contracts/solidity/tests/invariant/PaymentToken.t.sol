// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PaymentToken} from "../../src/PaymentToken.sol";
import {Authorization, Authorizations} from "../support/Authorizations.sol";

/// @dev Pays, cancels and delegates between a few people, and brings old authorizations again.
contract PaymentHandler is Authorizations {
    uint256[3] private _keys = [uint256(0x71), 0x72, 0x73];
    address[4] public people = [vm.addr(0x71), vm.addr(0x72), vm.addr(0x73), address(0x74)];
    uint256 public minted;
    uint256 public movedTwice;

    PaymentToken private _token;
    Authorization[] private _signed;
    uint256[] private _signers;

    constructor(PaymentToken token) {
        _token = token;
        vm.warp(1_000);
    }

    function mint(uint256 who, uint256 amount) external {
        amount = amount % 1e12;
        _token.mint(people[who % 4], amount);
        minted += amount;
    }

    function pay(uint256 who, uint256 to, uint256 amount, bool inParts) external {
        uint256 key = _keys[who % 3];
        address from = vm.addr(key);
        amount = amount % (_token.balanceOf(from) + 1);
        Authorization memory a =
            Authorization(from, people[to % 4], amount, 0, type(uint256).max, keccak256(abi.encode(_signed.length)));
        Signature memory signed = _sign(_token, key, TRANSFER, a);
        if (inParts) _transfer(_token, a, signed);
        else _transfer(_token, a, _packed(signed));
        _signed.push(a);
        _signers.push(key);
    }

    function cancel(uint256 who) external {
        uint256 key = _keys[who % 3];
        Authorization memory a =
            Authorization(vm.addr(key), address(0x74), 1, 0, type(uint256).max, keccak256(abi.encode(_signed.length)));
        _token.cancelAuthorization(a.from, a.nonce, _packed(_signCancellation(_token, key, a.from, a.nonce)));
        _signed.push(a);
        _signers.push(key);
    }

    /// @dev What was used or cancelled comes again, to a payer who could pay it.
    function replay(uint256 which) external {
        if (_signed.length == 0) return;
        which = which % _signed.length;
        Authorization memory a = _signed[which];
        bytes memory signature = _packed(_sign(_token, _signers[which], TRANSFER, a));
        _token.mint(a.from, a.value);
        minted += a.value;
        try _token.transferWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, signature) {
            movedTwice++;
        } catch {}
    }

    function delegate(uint256 who, uint256 to) external {
        vm.prank(people[who % 4]);
        _token.delegate(people[to % 4]);
    }
}

contract PaymentTokenInvariantTest is Authorizations {
    PaymentToken private token = new PaymentToken();
    PaymentHandler private handler = new PaymentHandler(token);

    function setUp() public {
        token.transferOwnership(address(handler));
    }

    /// @dev Forge asks for this by name: nothing else is called between the checks.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_BalancesAddUpToWhatWasMinted() public view {
        uint256 sum;
        for (uint256 i = 0; i < 4; i++) {
            sum += token.balanceOf(handler.people(i));
        }
        assertEq(sum, handler.minted());
        assertEq(token.totalSupply(), handler.minted());
    }

    function invariant_NoAuthorizationMovesTokensTwice() public view {
        assertEq(handler.movedTwice(), 0);
    }

    function invariant_VotesAreTheTokensOfThoseWhoDelegated() public view {
        uint256 votes;
        uint256 delegated;
        for (uint256 i = 0; i < 4; i++) {
            address person = handler.people(i);
            votes += token.getVotes(person);
            if (token.delegates(person) != address(0)) delegated += token.balanceOf(person);
        }
        assertEq(votes, delegated);
    }
}
