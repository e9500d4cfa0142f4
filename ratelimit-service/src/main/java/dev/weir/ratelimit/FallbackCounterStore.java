package dev.weir.ratelimit;

import dev.weir.model.CircuitBreaker;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import dev.weir.ratelimit.port.FallbackListener;
import java.util.List;
import java.util.Objects;

/**
 * Shared counters while they answer, this instance's own while they do not: never no limit. On a failure the shared store
 * is left alone for a pause; then one call tries it, and the others stay local until that one succeeds, so that a store that
 * hangs costs one caller its timeout in each pause. Each instance allows the full rate by itself meanwhile: n instances
 * together allow at most n times the limit. A shared store that is only busy is asked again by the next call. Fails closed
 * only where the local store does.
 */
public final class FallbackCounterStore implements CounterStore {
    private final CounterStore shared;
    private final CounterStore local;
    private final CircuitBreaker breaker;
    private final FallbackListener listener;

    /** @param breaker of the shared store */
    public FallbackCounterStore(
            CounterStore shared, CounterStore local, CircuitBreaker breaker, FallbackListener listener) {
        this.shared = Objects.requireNonNull(shared, "shared is null");
        this.local = Objects.requireNonNull(local, "local is null");
        this.breaker = Objects.requireNonNull(breaker, "breaker is null");
        this.listener = Objects.requireNonNull(listener, "listener is null");
    }

    @Override
    public List<Taken> take(List<Charge> charges) {
        if (charges.isEmpty() || !breaker.allows()) {
            return locally(charges);
        }
        try {
            List<Taken> taken = shared.take(charges);
            if (breaker.succeeded()) {
                listener.regained();
            }
            return taken;
        } catch (CounterStoreUnavailable e) {
            if (!e.busy() && breaker.failed()) {
                listener.lost(e);
            }
            return locally(charges);
        }
    }

    private List<Taken> locally(List<Charge> charges) {
        if (!charges.isEmpty()) {
            listener.countedLocally();
        }
        return local.take(charges);
    }
}
