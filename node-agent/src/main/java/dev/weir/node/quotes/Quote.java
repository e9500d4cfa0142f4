package dev.weir.node.quotes;

import java.time.Instant;
import java.util.Objects;

/**
 * What one unit of a symbol costs at an instant.
 *
 * @param cents price in hundredths of a dollar, positive
 * @param at whole seconds
 */
public record Quote(String symbol, long cents, Instant at) {
    public Quote {
        Objects.requireNonNull(symbol, "symbol is null");
        Objects.requireNonNull(at, "at is null");
        if (cents < 1) {
            throw new IllegalArgumentException("a price is positive");
        }
    }
}
