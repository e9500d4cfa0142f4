package dev.weir.ratelimit.port;

import dev.weir.ratelimit.CounterKey;
import dev.weir.ratelimit.Rate;
import java.util.Objects;

/**
 * Hits to be taken from a counter, if they fit its rate.
 *
 * @param hits 0 to {@value #MAX_HITS}; 0 only looks
 */
public record Charge(CounterKey counter, Rate rate, long hits) {
    /** One more than any limit: what costs more never fits either, and sums stay far from overflow. */
    public static final long MAX_HITS = Rate.MAX_REQUESTS + 1;

    public Charge {
        Objects.requireNonNull(counter, "counter is null");
        Objects.requireNonNull(rate, "rate is null");
        if (hits < 0 || hits > MAX_HITS) {
            throw new IllegalArgumentException("hits " + hits + " is not in 0.." + MAX_HITS);
        }
    }
}
