package dev.weir.chain.signature;

import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.math.BigInteger;
import java.util.Objects;

/**
 * What a payer signs so that somebody else may send a transfer of theirs, once: {@code TransferWithAuthorization} of EIP-3009.
 *
 * @param from who pays
 * @param to who is paid
 * @param value how much, in base units of the token whose domain is signed with it
 * @param validAfter seconds since the epoch; the transfer is good after that second
 * @param validBefore seconds since the epoch; the transfer is good before that second
 * @param nonce makes it usable once with this payer and token
 */
public record TransferAuthorization(
        WalletAddress from,
        WalletAddress to,
        TokenAmount value,
        BigInteger validAfter,
        BigInteger validBefore,
        AuthorizationNonce nonce) {
    public TransferAuthorization {
        Objects.requireNonNull(from, "from is null");
        Objects.requireNonNull(to, "to is null");
        Objects.requireNonNull(value, "value is null");
        Objects.requireNonNull(nonce, "nonce is null");
        requireWord(validAfter, "validAfter");
        requireWord(validBefore, "validBefore");
    }

    private static void requireWord(BigInteger seconds, String name) {
        Objects.requireNonNull(seconds, name + " is null");
        if (seconds.signum() < 0 || seconds.bitLength() > 256) {
            throw new IllegalArgumentException(name + " is not in 0..2^256-1");
        }
    }
}
