package dev.weir.controlplane.adapter.envoy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another machine's clock, set by what comes from it: it is as far behind ours as its quickest message of late was. So times of one sender keep their
 * distances, though messages come in batches, and no clock has to be right. Not thread-safe.
 */
final class SenderClock {
    /** Clocks drift apart, some seconds a day; ours forgets its quickest message faster than that. */
    private static final double CREEP = 1e-4;

    /** A message that is so much later than the quickest says that a clock was set. */
    private static final Duration SET = Duration.ofSeconds(5);

    private Duration behind = Duration.ZERO;
    private @Nullable Instant at;

    /** @param theirs when it was, as they say @param received when we heard of it @return when it was by our clock, never after {@code received} */
    Instant ours(Instant theirs, Instant received) {
        var late = Duration.between(theirs, received);
        if (at == null) {
            behind = late;
            at = received;
        }
        var crept = behind.plusNanos(
                (long) (CREEP * Math.max(0, Duration.between(at, received).toNanos())));
        behind = late.compareTo(crept) < 0 || late.compareTo(crept.plus(SET)) > 0 ? late : crept;
        at = received;
        return theirs.plus(behind);
    }
}
