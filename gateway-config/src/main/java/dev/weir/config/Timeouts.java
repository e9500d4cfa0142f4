package dev.weir.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a call may take.
 *
 * @param request until its answer is complete, 100 ms to 1 h
 * @param perTry how long one node has, where the call can be sent to another after it; at most as long as the whole
 */
public record Timeouts(
        Duration request, @JsonProperty("try") Optional<Duration> perTry) {
    static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(15), Optional.empty());

    /** Four tries and the pauses between them fit into the whole. */
    private static final double TRY = 3.5 / 15;

    private static final Duration TRY_LEAST = Duration.ofMillis(100);
    /** By so much less than the whole a try ends, and no more. */
    private static final Duration TRY_EARLIER = Duration.ofMillis(100);

    private static final Duration STALLED_EARLIER = Duration.ofMillis(500);

    public Timeouts {
        request = request == null ? DEFAULT.request : request;
        if (request.toMillis() < 100 || request.toHours() > 1) {
            throw new IllegalArgumentException("timeouts.request is not in 100ms..1h");
        }
        if (perTry.isPresent() && (perTry.get().toMillis() < 10 || perTry.get().compareTo(request) > 0)) {
            throw new IllegalArgumentException(
                    "timeouts.try is not in 10ms..request, which is " + request.toMillis() + "ms");
        }
    }

    /** How long one try of a call has that may be sent to another node after it has reached one. */
    public Duration idempotentTry() {
        return perTry.map(own -> least(own, longestTry())).orElseGet(() -> {
            var part = Duration.ofMillis((long) (request.toMillis() * TRY));
            var least = part.compareTo(TRY_LEAST) < 0 ? TRY_LEAST : part;
            return least.compareTo(request) < 0 ? least : longestTry();
        });
    }

    /**
     * How long any try has: a little less than the whole. Envoy says of a try that it took too long, but not of one that the whole request's end took with it,
     * which looks like one whose caller left.
     */
    public Duration longestTry() {
        return request.minus(least(TRY_EARLIER, request.dividedBy(10)));
    }

    /** After which an answer that has begun and did not end has stalled, and was not left by its caller. */
    public Duration stalled() {
        return request.minus(least(STALLED_EARLIER, request.dividedBy(20)));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
