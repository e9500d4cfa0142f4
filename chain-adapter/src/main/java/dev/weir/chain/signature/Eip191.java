package dev.weir.chain.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The digest that {@code personal_sign} signs: Keccak-256 of byte 0x19, {@code "Ethereum Signed Message:\n"}, the message's
 * length in bytes as decimal digits, the message (ERC-191, version 0x45).
 */
public final class Eip191 {
    private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

    private Eip191() {}

    /** The message is hashed as UTF-8; its length counts bytes, not characters. */
    public static Digest digest(String message) {
        return digest(message.getBytes(UTF_8));
    }

    public static Digest digest(byte[] message) {
        return Digest.keccak((PREFIX + message.length).getBytes(US_ASCII), message);
    }
}
