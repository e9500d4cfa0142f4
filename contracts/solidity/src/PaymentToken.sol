// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title What calls are paid with on test chains: its owner makes as much of it as is needed.
/// @notice 6 decimals, permits (EIP-2612), payments by a signature of the payer (EIP-3009) and votes (ERC-5805, counted
/// by seconds). A gateway on a public chain names a token that exists there instead; any ERC-20 with EIP-3009 will do.
/// @dev An authorization is good for one payment: its nonce is the payer's choice, and used up by the payment or by a
/// cancellation. Both forms of signature are checked in one way, which takes those of contracts (ERC-1271) too: who
/// relays a payment chooses the form by the signature's length, and cannot know who made it.
contract PaymentToken is ERC20, ERC20Permit, ERC20Votes, ERC3009, Ownable {
    constructor() ERC20("Weir Dollar", "WUSD") ERC20Permit("Weir Dollar") Ownable(msg.sender) {}

    /// @notice Makes tokens; only the owner can.
    /// @param to Who gets them.
    /// @param amount In base units, of which 10^6 are one token.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @notice Pays what the payer signed; anybody can bring it.
    /// @param from The payer.
    /// @param to The payee.
    /// @param value In base units.
    /// @param validAfter The second after which it is valid, since the epoch.
    /// @param validBefore The second before which it is valid, since the epoch.
    /// @param nonce Chosen by the payer; good once.
    /// @param signature 65 bytes r, s, v; or what a payer that is a contract takes (ERC-1271).
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        bytes32 typehash = TRANSFER_WITH_AUTHORIZATION_TYPEHASH;
        bytes32 signed = keccak256(abi.encode(typehash, from, to, value, validAfter, validBefore, nonce));
        _checkSignature(from, signed, signature);
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @notice The same with the signature in parts.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public override {
        transferWithAuthorization(from, to, value, validAfter, validBefore, nonce, abi.encodePacked(r, s, v));
    }

    /// @notice Pays the caller what the payer signed for it: nobody can bring it before the payee does.
    /// @dev The parameters are those of `transferWithAuthorization`; `to` is the caller.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        if (to != msg.sender) revert ERC20InvalidReceiver(to);
        bytes32 typehash = RECEIVE_WITH_AUTHORIZATION_TYPEHASH;
        bytes32 signed = keccak256(abi.encode(typehash, from, to, value, validAfter, validBefore, nonce));
        _checkSignature(from, signed, signature);
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @notice The same with the signature in parts.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public override {
        receiveWithAuthorization(from, to, value, validAfter, validBefore, nonce, abi.encodePacked(r, s, v));
    }

    /// @notice Uses up a nonce of the authorizer's without a payment; anybody can bring it.
    /// @param authorizer Who signed the cancellation.
    /// @param nonce Of the authorization that shall not be good any more.
    /// @param signature As of a payment.
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes memory signature) public {
        _checkSignature(authorizer, keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce)), signature);
        _cancelAuthorization(authorizer, nonce);
    }

    /// @notice The same with the signature in parts.
    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) public override {
        cancelAuthorization(authorizer, nonce, abi.encodePacked(r, s, v));
    }

    /// @notice 6, as of the stable coins that calls are paid with elsewhere.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice What votes are counted by: seconds since the epoch, which mean the same on every chain.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice The clock's kind (ERC-6372).
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice The next nonce of permits and of delegations by signature.
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }

    /// @dev EIP-3009 knows seconds alone. The library takes times with bit 47 for numbers of blocks, in which case a payment
    /// could be valid here that every checker of the standard holds to be of the far future.
    function _checkValidity(uint256 validAfter, uint256 validBefore) internal view override {
        // forge-lint: disable-next-line(block-timestamp) a block maker moves it by seconds, and an offer lasts longer
        if (block.timestamp <= validAfter || block.timestamp >= validBefore) {
            revert ERC3009InvalidAuthorizationTime(validAfter, validBefore);
        }
    }

    function _checkSignature(address signer, bytes32 signed, bytes memory signature) private view {
        if (!SignatureChecker.isValidSignatureNow(signer, _hashTypedDataV4(signed), signature)) {
            revert ERC3009InvalidSignature();
        }
    }
}
