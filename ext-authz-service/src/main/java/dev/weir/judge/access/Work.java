package dev.weir.judge.access;

import dev.weir.config.MethodPools;
import dev.weir.config.WeirConfig.Api;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.jsonrpc.MethodUnits;
import dev.weir.model.PoolName;
import java.util.Optional;
import java.util.Set;

/**
 * What a request comes to.
 *
 * @param pools those that answer all of it, where not all of the API's do
 * @param method of JSON-RPC that it calls, where that is all that it does
 * @param idempotent whether it may be sent again after it broke midway
 * @param units what it counts as where calls are counted: one, or of JSON-RPC the sum over its items as the API weighs their methods
 */
public record Work(boolean idempotent, int units, Optional<Set<PoolName>> pools, Optional<String> method) {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    /** Of a request that is refused, and of one of which nothing is known. */
    public static final Work NONE = new Work(false, 1, Optional.empty(), Optional.empty());

    public Work {
        pools = pools.map(Set::copyOf);
        if (units < 1) {
            throw new IllegalArgumentException("units " + units + " is below 1");
        }
    }

    /** @param pools of the API, where some of them answers some methods alone */
    static Work of(RequestFacts request, Optional<Api> api, Optional<MethodPools> pools) {
        var batch = request.body()
                .flatMap(body -> body instanceof JsonRpcBatch read ? Optional.of(read) : Optional.empty());
        int units = batch.map(
                        read -> api.map(Api::units).orElse(MethodUnits.ONE).of(read))
                .orElse(1);
        boolean idempotent = READS.contains(request.method())
                || batch.filter(MethodPolicy.ETHEREUM::isIdempotent).isPresent();
        return new Work(
                idempotent,
                units,
                pools.flatMap(known -> batch.map(read -> known.answering(read.methods()))
                        .filter(answering -> known.group(answering).isPresent())),
                batch.filter(read -> !read.array())
                        .flatMap(read -> read.methods().stream().findFirst()));
    }
}
