package dev.weir.controlplane.telemetry;

import dev.weir.scoring.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Attempts on their way from Envoy's log streams (many threads) to the weight loop (one). Bounded: when the loop lags, the
 * newest are dropped and counted, and the weights learn from what there is.
 */
public final class AttemptQueue {
    private static final int CAPACITY = 1 << 16;

    private final ArrayBlockingQueue<Attempt> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder dropped = new LongAdder();

    /** Never blocks. Any thread. */
    public void offer(Attempt attempt) {
        if (!queue.offer(attempt)) {
            dropped.increment();
        }
    }

    /** Takes what has come since the last call. */
    public List<Attempt> drain() {
        var attempts = new ArrayList<Attempt>();
        queue.drainTo(attempts);
        return attempts;
    }

    /** How many were dropped since the start. */
    public long dropped() {
        return dropped.sum();
    }
}
