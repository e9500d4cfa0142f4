package dev.weir.chain.signature;

import dev.weir.chain.signature.adapter.web3j.Secp256k1;
import dev.weir.model.WalletAddress;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A private key that signs digests. The key never shows in {@link #toString} or in a message of an exception. */
public final class Signer {
    private static final Pattern KEY = Pattern.compile("(?:0x)?([0-9a-fA-F]{64})");

    private final BigInteger privateKey;
    private final WalletAddress wallet;

    private Signer(BigInteger privateKey) {
        this.privateKey = privateKey;
        this.wallet = Secp256k1.walletOf(privateKey);
    }

    /**
     * @param hex 64 hex digits, with or without 0x
     * @throws IllegalArgumentException if that is not a key of the curve; the message does not repeat it
     */
    public static Signer of(String hex) {
        var matcher = KEY.matcher(hex);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a private key: expected 64 hex digits");
        }
        var key = new BigInteger(matcher.group(1), 16);
        if (key.signum() == 0 || key.compareTo(Secp256k1.ORDER) >= 0) {
            throw new IllegalArgumentException("not a private key: out of the curve's range");
        }
        return new Signer(key);
    }

    /** The account that the key controls. */
    public WalletAddress wallet() {
        return wallet;
    }

    /** The signature as 0x and 130 hex digits: r, s in the lower half, v in {27, 28}. The same digest gives the same signature. */
    public String sign(Digest digest) {
        return "0x" + HexFormat.of().formatHex(Secp256k1.sign(digest.bytes(), privateKey));
    }

    /** The key itself, for the adapter that signs transactions and for a key file; never for a log. */
    public BigInteger privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "Signer[" + wallet + "]";
    }
}
