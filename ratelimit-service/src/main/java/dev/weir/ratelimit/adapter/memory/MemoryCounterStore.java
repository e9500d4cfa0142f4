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
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Counters in memory, at most so many. A counter is forgotten two windows after its last admitted hit, when it weighs nothing. Past
 * the bound Caffeine's W-TinyLFU lets go of counters that are asked for seldom: a flood of new callers pushes itself out
 * before it pushes out one who is being limited. A forgotten counter starts again from zero.
 */
public final class MemoryCounterStore implements CounterStore {
    private final Cache<CounterKey, Counter> counters;

    /**
     * @param maxCounters at least 1; a counter of a wallet costs about 360 bytes
     * @param nanoTime what expiry goes by: a time that never steps back, {@code System::nanoTime}
     */
    public MemoryCounterStore(long maxCounters, LongSupplier nanoTime) {
        if (maxCounters < 1) {
            throw new IllegalArgumentException("max counters " + maxCounters + " is not positive");
        }
        this.counters = Caffeine.newBuilder()
                .maximumSize(maxCounters)
                .ticker(nanoTime::getAsLong)
                .expireAfter(new Lifetime())
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

    /** The last outcome is kept with the count, so that one atomic step both decides and remembers. */
    private record Counter(SlidingWindow.Taken taken, long windowMillis) {}

    /**
     * Two windows from the last admitted hit cover what is left of this window and all of the next. Refusals do not
     * prolong it: after a wall clock stepped far back a counter may stand in a window to come, but not for ever.
     */
    private static final class Lifetime implements Expiry<CounterKey, Counter> {
        @Override
        public long expireAfterCreate(CounterKey key, Counter counter, long now) {
            return Duration.ofMillis(2 * counter.windowMillis).toNanos();
        }

        @Override
        public long expireAfterUpdate(CounterKey key, Counter counter, long now, long left) {
            return counter.taken.admitted() ? expireAfterCreate(key, counter, now) : left;
        }

        @Override
        public long expireAfterRead(CounterKey key, Counter counter, long now, long left) {
            return left;
        }
    }
}
