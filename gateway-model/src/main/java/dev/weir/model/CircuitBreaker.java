package dev.weir.model;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Remembers that something outside failed, so that not every caller waits for it: it is left alone for a pause, then one call tries it, and the others go
 * without until that one succeeds. The usual circuit breaker, which opens at the first failure. Any thread.
 */
public final class CircuitBreaker {
    private final long pause;
    private final LongSupplier nanos;
    private boolean open;
    private long retryAt;

    /** @param nanos monotonic, such as {@code System::nanoTime} */
    public CircuitBreaker(Duration pause, LongSupplier nanos) {
        this.pause = pause.toNanos();
        this.nanos = Objects.requireNonNull(nanos, "nanos is null");
    }

    /** Whether this caller may try. Where it is the one that tries what failed, it should say how that went. */
    public synchronized boolean allows() {
        if (!open) {
            return true;
        }
        if (nanos.getAsLong() - retryAt < 0) {
            return false;
        }
        retryAt = nanos.getAsLong() + pause;
        return true;
    }

    /** @return whether it was well until now */
    public synchronized boolean failed() {
        boolean first = !open;
        open = true;
        retryAt = nanos.getAsLong() + pause;
        return first;
    }

    /** @return whether it had failed until now */
    public synchronized boolean succeeded() {
        boolean regained = open;
        open = false;
        return regained;
    }
}
