package dev.weir.controlplane.operator;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A token that one person changes things with; the token itself is kept nowhere.
 *
 * @param name of the person, as it stands in the audit log: a-z, 0-9 and {@code -}, beginning with a letter
 * @param sha256 of the token, in hex
 */
public record PersonToken(String name, String sha256, Instant madeAt) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public PersonToken {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: a-z, 0-9 and '-', of 1 to 40 characters that begin with a letter");
        }
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 is not 64 hex digits");
        }
        Objects.requireNonNull(madeAt, "madeAt is null");
    }
}
