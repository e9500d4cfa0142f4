package dev.weir.ratelimit;

import java.util.Objects;

/**
 * So many hits in a window.
 *
 * @param requestsPerUnit 0 to 4,294,967,295 (the protocol's uint32); 0 lets nothing through
 */
public record Rate(long requestsPerUnit, RateUnit unit) implements Allowance {
    public static final long MAX_REQUESTS = 0xFFFF_FFFFL;

    public Rate {
        Objects.requireNonNull(unit, "unit is null");
        if (requestsPerUnit < 0 || requestsPerUnit > MAX_REQUESTS) {
            throw new IllegalArgumentException(
                    "requests per unit " + requestsPerUnit + " is not in 0.." + MAX_REQUESTS);
        }
    }
}
