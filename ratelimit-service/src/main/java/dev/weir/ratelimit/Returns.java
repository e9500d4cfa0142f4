package dev.weir.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/**
 * When those who are refused are asked to come again: not all at once, or most would be refused again. Any thread, where its random numbers are.
 *
 * <p>Refused hits are a backlog, which drains at the limit's rate. With R as the time until a hit fits, b the backlog, L the limit and W its window, a
 * refusal names a time drawn evenly from
 *
 * <pre>
 *   R to R + max(1 s, 2 b W / L)
 * </pre>
 *
 * <p>One second, as times are named in whole ones and callers would come back together at each; twice the backlog's time, as whoever comes back at the
 * same part of each window finds room for half of the limit in the mean ({@link SlidingWindow}). At most a window or a minute is added, whichever is
 * longer.
 *
 * <p>Two numbers for each of {@value #SLOTS} slots; counters that share one by chance wait for both backlogs. Each instance knows its own refusals.
 */
final class Returns {
    private static final int SLOTS = 4_096;
    private static final long LEAST_MILLIS = 1_000;
    private static final Duration MOST = Duration.ofMinutes(1);

    private final AtomicReferenceArray<Backlog> slots = new AtomicReferenceArray<>(SLOTS);
    private final RandomGenerator random;

    /** @param hits refused and not yet drained */
    private record Backlog(long atMillis, double hits) {}

    Returns(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random is null");
    }

    /** Adds refused hits to the backlog. @param fits after which time they would fit, if nobody took any @return at least that */
    Duration after(CounterKey counter, Rate rate, long hits, Duration fits, Instant now) {
        double perMilli = Math.max(1, rate.requestsPerUnit())
                / (double) rate.unit().window().toMillis();
        double backlog = add(Math.floorMod(counter.hashCode(), SLOTS), hits, perMilli, now.toEpochMilli());
        long most = Math.max(MOST.toMillis(), rate.unit().window().toMillis());
        long spread = Math.clamp(Math.round(2 * backlog / perMilli), LEAST_MILLIS, most);
        return fits.plusMillis(random.nextLong(spread));
    }

    private double add(int slot, long hits, double perMilli, long now) {
        while (true) {
            var before = slots.get(slot);
            double left = before == null ? 0 : Math.max(0, before.hits - perMilli * Math.max(0, now - before.atMillis));
            var after = new Backlog(now, left + hits);
            if (slots.compareAndSet(slot, before, after)) {
                return after.hits;
            }
        }
    }
}
