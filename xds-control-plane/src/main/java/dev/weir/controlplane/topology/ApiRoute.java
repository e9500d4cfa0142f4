package dev.weir.controlplane.topology;

import dev.weir.config.WeirConfig;
import java.util.List;
import java.util.Objects;

/** One API as Envoy routes it. */
public record ApiRoute(WeirConfig.Api api, List<PoolEndpoints> pools) {
    public ApiRoute {
        Objects.requireNonNull(api, "api is null");
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("api '" + api.name() + "' has no pools");
        }
    }

    /** The Envoy cluster of this API in that pool. */
    public String cluster(PoolEndpoints pool) {
        return api.name() + "." + pool.pool();
    }
}
