package dev.weir.ratelimit.port;

import dev.weir.ratelimit.Taken;
import java.util.List;

/**
 * Where counters live, and whose time they go by: the store's own, so that instances that share one need no clock in
 * common. Each charge is taken atomically, whole or not at all: however many threads or instances ask at once, no more is
 * admitted than its rate allows. By which rule they count is theirs alone. Safe for many threads.
 */
public interface CounterStore {
    /**
     * Takes each charge from its counter, in order and independently of the others.
     *
     * @return one result for each charge, in the same order
     * @throws CounterStoreUnavailable where it cannot be said what was taken
     */
    List<Taken> take(List<Charge> charges);
}
