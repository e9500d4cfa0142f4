package dev.weir.chain.signature;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What makes a transfer authorization usable once: 32 bytes that its payer chose, kept as 0x and 64 lower-case hex digits
 * (EIP-3009, "Unique Random Nonce, Instead of Sequential Nonce").
 */
public record AuthorizationNonce(String value) {
    private static final Pattern HEX = Pattern.compile("0x[0-9a-f]{64}");

    public AuthorizationNonce {
        Objects.requireNonNull(value, "value is null");
        value = value.toLowerCase(Locale.ROOT);
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("not the nonce of an authorization: expected 0x and 64 hex digits");
        }
    }

    public static AuthorizationNonce of(Digest digest) {
        return new AuthorizationNonce(digest.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
