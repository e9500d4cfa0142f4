package dev.weir.ratelimit.adapter.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.weir.ratelimit.CounterKey;
import dev.weir.ratelimit.SlidingWindow;
import dev.weir.ratelimit.WindowCount;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Counters in memory, at most so many. A counter is forgotten two windows after its last hit, when it weighs nothing. Past
 * the bound Caffeine's W-TinyLFU lets go of counters that are asked for seldom: a flood of new callers pushes itself out
 * before it pushes out one who is being limited. A forgotten counter starts again from zero.
 */
public final class MemoryCounterStore implements CounterStore {
    private final Cache<CounterKey, Counter> counters;

    /**
     * @param maxCounters at least 1; a counter costs about 300 bytes
     * @param clock what expiry goes by: the same as that of the calls
     */
    public MemoryCounterStore(long maxCounters, InstantSource clock) {
        if (maxCounters < 1) {
            throw new IllegalArgumentException("max counters " + maxCounters + " is not positive");
        }
        this.counters = Caffeine.newBuilder()
                .maximumSize(maxCounters)
                .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
                .expireAfter(Expiry.writing(MemoryCounterStore::lifetime))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public List<SlidingWindow.Taken> take(List<Charge> charges, Instant now) {
        return charges.stream().map(charge -> take(charge, now)).toList();
    }

    /** Counters held now, about. */
    public long size() {
        counters.cleanUp();
        return counters.estimatedSize();
    }

    private SlidingWindow.Taken take(Charge charge, Instant now) {
        var window = SlidingWindow.of(charge.rate());
        return counters.asMap()
                .compute(charge.counter(), (key, held) -> {
                    WindowCount count = held == null ? WindowCount.EMPTY : held.taken.count();
                    return new Counter(window.take(count, charge.hits(), now), window.windowMillis());
                })
                .taken;
    }

    /** Two windows from the last write cover what is left of this window and all of the next. */
    private static Duration lifetime(CounterKey key, Counter counter) {
        return Duration.ofMillis(2 * counter.windowMillis);
    }

    /** The last outcome is kept with the count, so that one atomic step both decides and remembers. */
    private record Counter(SlidingWindow.Taken taken, long windowMillis) {}
}
