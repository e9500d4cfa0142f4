package dev.weir.config;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the heads of a JSON-RPC API's endpoints are followed: the number of the newest block that each has.
 *
 * @param lag how many blocks an endpoint may be behind what the others agree on and still be sent calls
 * @param chain the id of the chain that all must be on (EIP-155); empty where nobody is asked
 * @param every how often each endpoint is asked
 */
public record Heads(OptionalInt lag, OptionalLong chain, Duration every) {
    private static final OptionalInt LAG = OptionalInt.of(5);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_LAG = 100_000;

    public Heads {
        lag = lag.isEmpty() ? LAG : lag;
        every = every == null ? EVERY : every;
        if (lag.getAsInt() < 1 || lag.getAsInt() > MOST_LAG) {
            throw new IllegalArgumentException("lag " + lag.getAsInt() + " is not in 1.." + MOST_LAG);
        }
        if (chain.isPresent() && chain.getAsLong() < 1) {
            throw new IllegalArgumentException("chain " + chain.getAsLong() + " is no id of a chain: write 1 or more");
        }
        if (every.toMillis() < 200 || every.toSeconds() > 60) {
            throw new IllegalArgumentException("every is not in 200ms..1m");
        }
    }

    /** Blocks that an endpoint may be behind. */
    public int blocks() {
        return lag.getAsInt();
    }
}
