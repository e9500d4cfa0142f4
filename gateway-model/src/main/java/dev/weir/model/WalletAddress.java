package dev.weir.model;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** An EVM account address: 20 bytes, kept as 0x and 40 lower-case hex digits, so that equal accounts are equal values. */
public record WalletAddress(String value) implements Comparable<WalletAddress> {
    private static final Pattern HEX = Pattern.compile("0x[0-9a-f]{40}");

    public WalletAddress {
        Objects.requireNonNull(value, "value is null");
        value = value.toLowerCase(Locale.ROOT);
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a wallet address: expected 0x and 40 hex digits");
        }
    }

    @Override
    public int compareTo(WalletAddress other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
