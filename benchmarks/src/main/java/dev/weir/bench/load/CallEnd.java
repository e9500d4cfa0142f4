package dev.weir.bench.load;

import java.util.Objects;

/**
 * How a call ended.
 *
 * @param sentNanos when it left, since the block's start
 * @param endNanos when its answer was whole, or it was given up
 * @param status 0 where no answer came
 * @param node who answered; empty where nobody did
 */
public record CallEnd(BenchCall call, long sentNanos, long endNanos, int status, String node) {
    public CallEnd {
        Objects.requireNonNull(call, "call is null");
        Objects.requireNonNull(node, "node is null");
    }

    public boolean answered() {
        return status / 100 == 2;
    }

    /** From when it was due: what held it back is part of its latency. */
    public double latencyMillis() {
        return (endNanos - call.atNanos()) / 1e6;
    }

    /** How late it left. */
    public double lagMillis() {
        return (sentNanos - call.atNanos()) / 1e6;
    }
}
