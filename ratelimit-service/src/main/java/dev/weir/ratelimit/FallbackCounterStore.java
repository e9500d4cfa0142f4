package dev.weir.ratelimit;

import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import dev.weir.ratelimit.port.FallbackListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shared counters while they answer, this instance's own while they do not: never no limit. On a failure the shared store
 * is left alone for a pause; then one call tries it, and the others stay local until that one succeeds, so that a store that
 * hangs costs one caller its timeout in each pause. Each instance allows the full rate by itself meanwhile: n instances
 * together allow at most n times the limit. Fails closed only where the local store does.
 */
public final class FallbackCounterStore implements CounterStore {
    private static final long HEALTHY = Long.MIN_VALUE;

    private final CounterStore shared;
    private final CounterStore local;
    private final Duration pause;
    private final FallbackListener listener;
    /** HEALTHY, or the time in ms from which one call may try the shared store again. */
    private final AtomicLong retryAt = new AtomicLong(HEALTHY);

    public FallbackCounterStore(CounterStore shared, CounterStore local, Duration pause, FallbackListener listener) {
        this.shared = Objects.requireNonNull(shared, "shared is null");
        this.local = Objects.requireNonNull(local, "local is null");
        this.pause = Objects.requireNonNull(pause, "pause is null");
        this.listener = Objects.requireNonNull(listener, "listener is null");
    }

    @Override
    public List<SlidingWindow.Taken> take(List<Charge> charges, Instant now) {
        if (charges.isEmpty() || !mayAskShared(now)) {
            return locally(charges, now);
        }
        try {
            List<SlidingWindow.Taken> taken = shared.take(charges, now);
            regained();
            return taken;
        } catch (CounterStoreUnavailable e) {
            lost(e, now);
            return locally(charges, now);
        }
    }

    private boolean mayAskShared(Instant now) {
        long retry = retryAt.get();
        return retry == HEALTHY || (now.toEpochMilli() >= retry && retryAt.compareAndSet(retry, nextTry(now)));
    }

    private List<SlidingWindow.Taken> locally(List<Charge> charges, Instant now) {
        if (!charges.isEmpty()) {
            listener.countedLocally();
        }
        return local.take(charges, now);
    }

    private void regained() {
        if (retryAt.get() != HEALTHY && retryAt.getAndSet(HEALTHY) != HEALTHY) {
            listener.regained();
        }
    }

    private void lost(CounterStoreUnavailable reason, Instant now) {
        if (retryAt.getAndSet(nextTry(now)) == HEALTHY) {
            listener.lost(reason);
        }
    }

    private long nextTry(Instant now) {
        return now.plus(pause).toEpochMilli();
    }
}
