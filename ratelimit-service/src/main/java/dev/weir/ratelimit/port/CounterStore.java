package dev.weir.ratelimit.port;

import dev.weir.ratelimit.SlidingWindow;
import java.time.Instant;
import java.util.List;

/**
 * Where counters live. Each charge is taken atomically, whole or not at all, by the rule of {@link SlidingWindow}: however
 * many threads or instances ask at once, no fixed window admits more than its rate. Safe for many threads.
 */
public interface CounterStore {
    /**
     * Takes each charge from its counter, in order and independently of the others.
     *
     * @param now the caller's time, which instances that share a store keep in step (NTP): a skew of s lets at most
     *     the weight of s come early
     * @return one result for each charge, in the same order
     * @throws CounterStoreUnavailable where it cannot be said what was taken
     */
    List<SlidingWindow.Taken> take(List<Charge> charges, Instant now);
}
