package dev.weir.judge.access;

import dev.weir.config.WeirConfig.Api;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.jsonrpc.MethodUnits;
import java.util.Optional;
import java.util.Set;

/**
 * What a request comes to.
 *
 * @param idempotent whether it may be sent again after it broke midway
 * @param units what it counts as where calls are counted: one, or of JSON-RPC the sum over its items as the API weighs their methods
 */
public record Work(boolean idempotent, int units) {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** Of a request that is refused, and of one of which nothing is known. */
    public static final Work NONE = new Work(false, 1);

    public Work {
        if (units < 1) {
            throw new IllegalArgumentException("units " + units + " is below 1");
        }
    }

    static Work of(RequestFacts request, Optional<Api> api) {
        int units = request.body().orElse(null) instanceof JsonRpcBatch batch
                ? api.map(Api::units).orElse(MethodUnits.ONE).of(batch)
                : 1;
        boolean idempotent = READS.contains(request.method())
                || request.body()
                        .filter(body -> body instanceof JsonRpcBatch batch && MethodPolicy.ETHEREUM.isIdempotent(batch))
                        .isPresent();
        return new Work(idempotent, units);
    }
}
