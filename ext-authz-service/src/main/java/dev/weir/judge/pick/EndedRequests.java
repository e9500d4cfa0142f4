package dev.weir.judge.pick;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.model.RequestId;
import java.time.Duration;

/**
 * Requests that ended before our answer to them arrived: their end can be heard of before they are picked for, so that a grant made then would have
 * nobody to end it. Remembered for longer than Envoy waits for a check. Bounded; any thread.
 */
final class EndedRequests {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int MOST = 50_000;

    private final Cache<RequestId, Boolean> ended =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    void add(RequestId request) {
        ended.put(request, true);
    }

    boolean contains(RequestId request) {
        return ended.getIfPresent(request) != null;
    }
}
