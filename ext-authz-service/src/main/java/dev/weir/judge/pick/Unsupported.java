package dev.weir.judge.pick;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.time.Duration;

/**
 * Which endpoints said that they do not have a method: they are left out for calls of it, and asked again after {@link #STANDS}. It says nothing else of them. What a call's method was is remembered
 * until its attempts are heard of. Bounded: what is forgotten is tried once more. Any thread.
 */
final class Unsupported {
    static final Duration STANDS = Duration.ofMinutes(5);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(30);
    private static final int MOST_CALLS = 50_000;
    private static final int MOST = 10_000;

    private final Cache<RequestId, String> calls;
    private final Cache<Lack, Boolean> lacks;

    private record Lack(ApiName api, NodeId node, String method) {}

    Unsupported(Ticker ticker) {
        this.calls = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST_CALLS)
                .expireAfterWrite(HEARD_WITHIN)
                .build();
        this.lacks = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST)
                .expireAfterWrite(STANDS)
                .build();
    }

    /** A call of the method is on its way. */
    void called(RequestId request, String method) {
        calls.put(request, method);
    }

    /** The node said so of that call. */
    void heard(ApiName api, RequestId request, NodeId node) {
        var method = calls.getIfPresent(request);
        if (method != null) {
            lacks.put(new Lack(api, node, method), true);
        }
    }

    boolean lacks(ApiName api, NodeId node, String method) {
        return lacks.getIfPresent(new Lack(api, node, method)) != null;
    }
}
