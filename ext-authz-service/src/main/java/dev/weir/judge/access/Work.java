package dev.weir.judge.access;

import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.MethodPolicy;
import java.util.Set;

/**
 * What a request comes to.
 *
 * @param idempotent whether it may be sent again after it broke midway
 */
public record Work(boolean idempotent) {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** Of a request that is refused, and of one of which nothing is known. */
    public static final Work NONE = new Work(false);

    static Work of(RequestFacts request) {
        return new Work(READS.contains(request.method())
                || request.body()
                        .filter(body -> body instanceof JsonRpcBatch batch && MethodPolicy.ETHEREUM.isIdempotent(batch))
                        .isPresent());
    }
}
