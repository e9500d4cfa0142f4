package dev.weir.judge.pick;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.balancing.RunningQuantile;
import dev.weir.config.WeirConfig;
import dev.weir.model.ApiName;
import java.time.Duration;

/**
 * After how long a call is late, so that another node is asked beside the first (Dean and Barroso, "The Tail at Scale", 2013): later than nineteen of twenty of its API and kind.
 *
 * <p>Learned of whole requests, as their callers waited for them; who reads slowly makes calls late later, never sooner. That a hedged one ends sooner than it would have makes no difference: it was
 * later than that, and stays so. Where more than one of twenty meet a node that hangs the bound rises all the same, to the time of an ordinary try at most: then the pick, or the weights, have to leave that node. Where calls
 * grow slower together, each that is late moves the bound, so that some fifteen double it: a storm of hedges ends by itself, and Envoy's retry budget holds until then. Bounded in kinds. Any thread.
 */
public final class Hedges {
    private static final double LATE = 0.95;
    private static final double STEP = 0.05;
    /** As of WebSocket: how long such a connection is used is no call's time. */
    private static final int SWITCHED = 101;

    private static final int MOST_KINDS = 10_000;

    private final Cache<Kind, RunningQuantile> millis =
            Caffeine.newBuilder().maximumSize(MOST_KINDS).build();

    private record Kind(ApiName api, String name) {}

    /** Until enough is known, as long as one try of a call has that is not hedged. At least a millisecond. */
    public Duration after(WeirConfig.Api api, String kind) {
        var longest = api.timeouts().idempotentTry();
        var known = millis.getIfPresent(new Kind(api.name(), kind));
        if (known == null || known.value().isEmpty()) {
            return longest;
        }
        var late = Duration.ofMillis((long) Math.ceil(known.value().getAsDouble()));
        return late.compareTo(longest) < 0 ? late : longest;
    }

    /** A call that may have been hedged, and was answered, teaches; what failed says nothing of how long calls take. */
    public void ended(RequestEnded ended) {
        if (!(ended.ending() instanceof Ending.Answered(int status))
                || status == SWITCHED
                || status >= 500
                || ended.took().isZero()) {
            return;
        }
        ended.judged()
                .ifPresent(judged -> judged.hedged()
                        .ifPresent(kind -> millis.get(
                                        new Kind(new ApiName(judged.api()), kind),
                                        any -> new RunningQuantile(LATE, STEP))
                                .add(ended.took().toNanos() / 1e6)));
    }
}
