package dev.weir.topology;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.weir.config.CallerLimit;
import dev.weir.config.Edge;
import dev.weir.config.WeirConfig;
import dev.weir.model.PoolName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All that the translator needs; equal topologies give equal xDS resources, byte for byte.
 *
 * @param edge what one address may do
 * @param byPool pools as configured, by name: which have endpoints by URL
 * @param limits what each caller may where the rate limit service does not say
 */
public record Topology(
        ServiceAddresses services,
        List<ApiRoute> apis,
        Edge edge,
        List<CallerLimit> limits,
        Map<PoolName, WeirConfig.Pool> byPool) {
    public Topology {
        Objects.requireNonNull(services, "services is null");
        apis = List.copyOf(apis);
        Objects.requireNonNull(edge, "edge is null");
        limits = List.copyOf(limits);
        byPool = Map.copyOf(byPool);
    }

    /** With these pools. */
    public Topology(
            ServiceAddresses services,
            List<ApiRoute> apis,
            Edge edge,
            List<CallerLimit> limits,
            List<WeirConfig.Pool> pools) {
        this(services, apis, edge, limits, pools.stream().collect(toMap(WeirConfig.Pool::name, identity())));
    }

    /** One whose pools are all of the registry. */
    public Topology(ServiceAddresses services, List<ApiRoute> apis, Edge edge, List<CallerLimit> limits) {
        this(services, apis, edge, limits, List.of());
    }

    /** What is configured of an API's pools. */
    public List<WeirConfig.Pool> pools(WeirConfig.Api api) {
        return api.pools().stream()
                .flatMap(name -> Stream.ofNullable(byPool.get(name)))
                .toList();
    }

    /** What is configured of the pools that an API's cluster is made of. */
    public List<WeirConfig.Pool> pools(WeirConfig.Api api, PoolName cluster) {
        return pools(api).stream()
                .filter(pool -> api.clusterPool(pool.name()).equals(cluster))
                .toList();
    }

    /** One for measurements, whose load comes from one address and has no callers. */
    public Topology(ServiceAddresses services, List<ApiRoute> apis) {
        this(services, apis, Edge.WIDE, List.of(), List.of());
    }
}
