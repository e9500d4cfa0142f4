// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PaymentToken} from "../../src/PaymentToken.sol";
import {Test} from "./Test.sol";

/// @notice What a payer signs (EIP-3009).
struct Authorization {
    address from;
    address to;
    uint256 value;
    uint256 validAfter;
    uint256 validBefore;
    bytes32 nonce;
}

/// @title Signs as the standards' texts say it, not as the token computes it.
abstract contract Authorizations is Test {
    string internal constant TRANSFER =
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
    string internal constant RECEIVE =
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
    string internal constant CANCEL = "CancelAuthorization(address authorizer,bytes32 nonce)";
    string internal constant PERMIT =
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";

    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    function _sign(PaymentToken token, uint256 key, string memory typeText, Authorization memory a)
        internal
        view
        returns (Signature memory)
    {
        bytes32 typehash = keccak256(bytes(typeText));
        return _signStruct(
            token, key, keccak256(abi.encode(typehash, a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce))
        );
    }

    function _signCancellation(PaymentToken token, uint256 key, address authorizer, bytes32 nonce)
        internal
        view
        returns (Signature memory)
    {
        return _signStruct(token, key, keccak256(abi.encode(keccak256(bytes(CANCEL)), authorizer, nonce)));
    }

    function _signPermit(
        PaymentToken token,
        uint256 key,
        address owner,
        address spender,
        uint256 value,
        uint256 deadline
    ) internal view returns (Signature memory) {
        bytes32 typehash = keccak256(bytes(PERMIT));
        return
            _signStruct(
                token, key, keccak256(abi.encode(typehash, owner, spender, value, token.nonces(owner), deadline))
            );
    }

    function _transfer(PaymentToken token, Authorization memory a, bytes memory signature) internal {
        token.transferWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, signature);
    }

    function _transfer(PaymentToken token, Authorization memory a, Signature memory parts) internal {
        token.transferWithAuthorization(
            a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, parts.v, parts.r, parts.s
        );
    }

    function _receive(PaymentToken token, Authorization memory a, bytes memory signature) internal {
        token.receiveWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, signature);
    }

    function _receive(PaymentToken token, Authorization memory a, Signature memory parts) internal {
        token.receiveWithAuthorization(
            a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, parts.v, parts.r, parts.s
        );
    }

    function _packed(Signature memory parts) internal pure returns (bytes memory) {
        return abi.encodePacked(parts.r, parts.s, parts.v);
    }

    function _signStruct(PaymentToken token, uint256 key, bytes32 structHash)
        private
        view
        returns (Signature memory parts)
    {
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Weir Dollar"),
                keccak256("1"),
                block.chainid,
                address(token)
            )
        );
        (parts.v, parts.r, parts.s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", separator, structHash)));
    }
}
