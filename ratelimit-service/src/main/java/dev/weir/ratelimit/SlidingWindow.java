package dev.weir.ratelimit;

import java.time.Duration;
import java.time.Instant;

/**
 * The sliding window counter: two adjacent fixed windows, the earlier one weighted by how much of it a window that ends
 * now still covers.
 *
 * <p>With limit L, window length W, {@code e} the time since the current window began, and {@code previous} and
 * {@code current} the hits <em>admitted</em> in the two windows:
 *
 * <pre>
 *   used = current + floor(previous * (W - e) / W)
 *   h hits are admitted when used + h &lt;= L; then current += h
 * </pre>
 *
 * <p>What holds: no fixed window admits more than L; and a full window leaves to the first {@code e} of the next at most
 * {@code L * e / W + 1}, where a fixed window would give L at once, so that a burst of L on each side of a boundary is
 * refused. The 1 comes from rounding down, without which a caller who always asks would get 1 a second of a limit of 2.
 *
 * <p>What does not hold: the estimate takes the earlier hits as evenly spread. A caller who spends all of L in the last
 * instant of one window and then takes each hit as it is freed gets up to 2L over a whole W, spread over it, as with a
 * token bucket of size L. Refused hits are not counted, so that a caller who keeps knocking is served at the limit rather
 * than never.
 *
 * <p>Two numbers a counter, whatever the limit. The idea is told by Cloudflare in "How we built rate limiting capable of
 * scaling to millions of domains" (2017). Pure; times are milliseconds since the epoch.
 */
public record SlidingWindow(long limit, long windowMillis) {
    public SlidingWindow {
        if (limit < 0 || limit > Rate.MAX_REQUESTS) {
            throw new IllegalArgumentException("limit " + limit + " is not in 0.." + Rate.MAX_REQUESTS);
        }
        if (windowMillis < 1 || windowMillis > Duration.ofDays(1).toMillis()) {
            throw new IllegalArgumentException("window of " + windowMillis + " ms is not in 1 ms..1 day");
        }
    }

    public static SlidingWindow of(Rate rate) {
        return new SlidingWindow(rate.requestsPerUnit(), rate.unit().window().toMillis());
    }

    /** Takes the hits if all of them fit, or none. */
    public Step take(WindowCount stored, long hits, Instant now) {
        WindowCount count = advance(stored, now);
        if (hits > room(count, now)) {
            return new Step(false, count);
        }
        return new Step(true, new WindowCount(count.window(), count.previous(), count.current() + hits));
    }

    /** What is said of a step that was taken for these hits at that time. */
    public Taken taken(Step step, long hits, Instant now) {
        var reset = step.admitted() ? untilWindowEnds(step.count(), now) : untilFits(step.count(), hits, now);
        return new Taken(step.admitted(), remaining(step.count(), now), reset);
    }

    /** The count as of now. A clock that stepped back finds the later window and stands at its start. */
    public WindowCount advance(WindowCount stored, Instant now) {
        long window = now.toEpochMilli() / windowMillis;
        if (window <= stored.window()) {
            return stored;
        }
        return new WindowCount(window, window == stored.window() + 1 ? stored.current() : 0, 0);
    }

    /** How many more hits fit now; never negative. */
    public long remaining(WindowCount count, Instant now) {
        return Math.max(0, room(advance(count, now), now));
    }

    /** How long until the current window ends, in (0, W]. */
    public Duration untilWindowEnds(WindowCount count, Instant now) {
        return Duration.ofMillis(windowMillis - elapsed(advance(count, now), now));
    }

    /** How long until that many hits fit, if nobody takes any before; a whole window where they never do. */
    public Duration untilFits(WindowCount stored, long hits, Instant now) {
        if (hits > limit) {
            return Duration.ofMillis(windowMillis);
        }
        WindowCount count = advance(stored, now);
        long elapsed = elapsed(count, now);
        long slack = limit - count.current() - hits;
        long wait = slack >= 0
                ? fadedTo(slack, count.previous()) - elapsed
                : windowMillis - elapsed + fadedTo(limit - hits, count.current());
        return Duration.ofMillis(Math.max(0, wait));
    }

    /** How far into a window the hits of the one before weigh no more than {@code slack}. */
    private long fadedTo(long slack, long previous) {
        return previous <= slack ? 0 : windowMillis + 1 - Math.ceilDiv((slack + 1) * windowMillis, previous);
    }

    private long room(WindowCount count, Instant now) {
        long weighted = count.previous() * (windowMillis - elapsed(count, now)) / windowMillis;
        return limit - count.current() - weighted;
    }

    private long elapsed(WindowCount count, Instant now) {
        return Math.clamp(now.toEpochMilli() - count.window() * windowMillis, 0, windowMillis - 1);
    }

    /** @param count what the counter holds after it */
    public record Step(boolean admitted, WindowCount count) {}
}
