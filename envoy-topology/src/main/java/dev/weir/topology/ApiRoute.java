package dev.weir.topology;

import dev.weir.config.WeirConfig;
import dev.weir.model.PoolName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One API as Envoy routes it.
 *
 * @param canary while a rollout runs
 * @param traffic by gateway, in shares that sum to 1: its nodes are parted among these; a gateway that is not here, and all where there are none, have
 *     the weights as they are
 */
public record ApiRoute(
        WeirConfig.Api api, List<PoolEndpoints> pools, Optional<Canary> canary, SortedMap<String, Double> traffic) {
    public ApiRoute {
        Objects.requireNonNull(api, "api is null");
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("api '" + api.name() + "' has no pools");
        }
        Objects.requireNonNull(canary, "canary is null");
        traffic = Collections.unmodifiableSortedMap(new TreeMap<>(traffic));
        if (canary.isPresent() && !names(canary.get().pools()).equals(names(pools))) {
            throw new IllegalArgumentException("api '" + api.name() + "' has a canary of other pools");
        }
    }

    /** One whose calls all follow the same weights. */
    public ApiRoute(WeirConfig.Api api, List<PoolEndpoints> pools) {
        this(api, pools, Optional.empty(), Collections.emptySortedMap());
    }

    /** The Envoy cluster of this API in that pool. */
    public String cluster(PoolEndpoints pool) {
        return api.name() + "." + pool.pool();
    }

    /** Its twin with the same weights, for comparison. */
    public String controlCluster(PoolEndpoints pool) {
        return cluster(pool) + ".control";
    }

    /** Its twin with a candidate's weights. */
    public String canaryCluster(PoolEndpoints pool) {
        return cluster(pool) + ".canary";
    }

    /** Every cluster of this API by name, in an order that does not change. */
    public Map<String, PoolEndpoints> clusters() {
        var clusters = new LinkedHashMap<String, PoolEndpoints>();
        pools.forEach(pool -> clusters.put(cluster(pool), pool));
        canary.ifPresent(twin -> {
            pools.forEach(pool -> clusters.put(controlCluster(pool), pool));
            twin.pools().forEach(pool -> clusters.put(canaryCluster(pool), pool));
        });
        return clusters;
    }

    private static List<PoolName> names(List<PoolEndpoints> pools) {
        return pools.stream().map(PoolEndpoints::pool).toList();
    }
}
