package dev.weir.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Envoy's own name of one request, its {@code x-request-id}: a UUID that the gateway makes itself, as what a client sends under that name is removed. It
 * stands in the check, on the wire to the node and in both logs, whether or not any answer of ours arrived; so grants, claims and traces are matched
 * by it. It carries no authority.
 */
public record RequestId(String value) {
    /** The header that carries it. */
    public static final String HEADER = "x-request-id";

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public RequestId {
        Objects.requireNonNull(value, "value is null");
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException("a request id is 1 to 64 of A-Z, a-z, 0-9 and '-', and this is "
                    + (value.isEmpty() ? "empty" : "'" + value.substring(0, Math.min(64, value.length())) + "'"));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
