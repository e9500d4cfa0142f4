package dev.weir.ratelimit.adapter.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.weir.ratelimit.CounterKey;
import dev.weir.ratelimit.SlidingWindow;
import dev.weir.ratelimit.Taken;
import dev.weir.ratelimit.WindowCount;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Counters in memory, at most so many. A counter is forgotten two windows after its last admitted hit, when it weighs nothing. Past
 * the bound Caffeine's W-TinyLFU lets go of counters that are asked for seldom: a flood of new callers pushes itself out
 * before it pushes out one who is being limited. A forgotten counter starts again from zero.
 */
public final class MemoryCounterStore implements CounterStore {
    private final Cache<CounterKey, Counter> counters;
    private final InstantSource clock;

    /**
     * @param maxCounters at least 1; a counter of a wallet costs about 360 bytes
     * @param clock what windows go by
     * @param nanoTime what expiry goes by: a time that never steps back, {@code System::nanoTime}
     */
    public MemoryCounterStore(long maxCounters, InstantSource clock, LongSupplier nanoTime) {
        if (maxCounters < 1) {
            throw new IllegalArgumentException("max counters " + maxCounters + " is not positive");
        }
        this.clock = clock;
        this.counters = Caffeine.newBuilder()
                .maximumSize(maxCounters)
                .ticker(nanoTime::getAsLong)
                .expireAfter(new Lifetime())
                .executor(Runnable::run)
                .build();
    }

    @Override
    public List<Taken> take(List<Charge> charges) {
        return charges.stream().map(this::take).toList();
    }

    /** Counters held now, about. */
    public long size() {
        counters.cleanUp();
        return counters.estimatedSize();
    }

    private Taken take(Charge charge) {
        var window = SlidingWindow.of(charge.rate());
        var now = clock.instant();
        var counter = counters.asMap().compute(charge.counter(), (key, held) -> {
            WindowCount count = held == null ? WindowCount.EMPTY : held.last.count();
            return new Counter(window.take(count, charge.hits(), now), window.windowMillis());
        });
        return window.taken(counter.last, charge.hits(), now);
    }

    /** The last step is kept with the count, so that one atomic one both decides and remembers. */
    private record Counter(SlidingWindow.Step last, long windowMillis) {}

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
            return counter.last.admitted() ? expireAfterCreate(key, counter, now) : left;
        }

        @Override
        public long expireAfterRead(CounterKey key, Counter counter, long now, long left) {
            return left;
        }
    }
}
