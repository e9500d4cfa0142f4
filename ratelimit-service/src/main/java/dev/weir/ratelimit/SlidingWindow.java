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
 *   used = current + ceil(previous * (W - e) / W)
 *   h hits are admitted when used + h &lt;= L; then current += h
 * </pre>
 *
 * What holds: no fixed window admits more than L, and at a boundary nothing comes for free: within {@code e} after it at
 * most {@code L * e / W} more than an even spread would have left, where fixed windows admit L at once. So a burst of L on
 * each side of a boundary is refused. What does not hold: the estimate takes the earlier hits as evenly spread; a caller
 * who spends all of L in the last instant of one window and then takes each hit as it is freed gets up to 2L over a whole
 * W, spread over it, as with a token bucket of size L. Refused hits are not counted, so that a caller who keeps knocking
 * is served at the limit rather than never.
 *
 * <p>Two numbers a counter, whatever the limit. Source: J. Graham-Cumming and others at Cloudflare described it in "How we
 * built rate limiting capable of scaling to millions of domains" (2017). Pure; times are milliseconds since the epoch.
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
    public Taken take(WindowCount stored, long hits, Instant now) {
        WindowCount count = advance(stored, now);
        if (hits > room(count, now)) {
            return new Taken(false, count);
        }
        return new Taken(true, new WindowCount(count.window(), count.previous(), count.current() + hits));
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
        return previous <= slack ? 0 : windowMillis - slack * windowMillis / previous;
    }

    private long room(WindowCount count, Instant now) {
        long weighted = Math.ceilDiv(count.previous() * (windowMillis - elapsed(count, now)), windowMillis);
        return limit - count.current() - weighted;
    }

    private long elapsed(WindowCount count, Instant now) {
        return Math.clamp(now.toEpochMilli() - count.window() * windowMillis, 0, windowMillis - 1);
    }

    /** @param count the count after it */
    public record Taken(boolean admitted, WindowCount count) {}
}
