package dev.weir.scoring;

import java.util.Objects;
import java.util.regex.Pattern;

/** A model's name: the SHA-256 over its files, as 64 hex digits. */
public record ModelDigest(String value) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public ModelDigest {
        Objects.requireNonNull(value, "value is null");
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a SHA-256 in hex");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
