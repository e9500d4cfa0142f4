package dev.weir.topology;

import dev.weir.config.CallerLimit;
import dev.weir.config.Deployment;
import dev.weir.config.Edge;
import dev.weir.config.WeirConfig;
import dev.weir.model.EndpointAddress;
import dev.weir.model.PoolName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the files alone say: the nodes of a deployment and endpoints by URL, all usable and alike in weight, as before anything was measured. */
public final class ConfiguredTopology {
    private static final int BUDGET = 1_000_000;

    private ConfiguredTopology() {}

    /** @param limits those of {@code deploy/limits} @param lookup the addresses of a name, at least one */
    public static Topology of(
            WeirConfig weir, Deployment deployment, List<CallerLimit> limits, Function<String, List<String>> lookup) {
        var ports = deployment.ports();
        var nodes = deployment.nodes().stream()
                .map(node -> new PlacedNode(
                        node.name(),
                        node.pool(),
                        new EndpointAddress.Socket(
                                "127.0.0.1", ports.node(deployment.nodes().indexOf(node))),
                        node.price(),
                        node.region()))
                .toList();
        return of(
                weir,
                ServiceAddresses.onLoopback(
                        ports.gateway(), ports.judge(), ports.ratelimit(), ports.auth(), ports.xds()),
                nodes,
                // Files that run by themselves show no certificates: these are written by the control plane.
                weir.edge().with(Optional.empty()),
                limits,
                lookup);
    }

    /** @param nodes besides the endpoints by URL @param edge as callers meet it @param lookup the addresses of a name, at least one */
    public static Topology of(
            WeirConfig weir,
            ServiceAddresses services,
            List<PlacedNode> nodes,
            Edge edge,
            List<CallerLimit> limits,
            Function<String, List<String>> lookup) {
        return new Topology(
                services,
                weir.apis().stream()
                        .map(api -> new ApiRoute(
                                api,
                                api.clusterPools().stream()
                                        .map(pool -> pool(weir, api, pool, nodes, lookup))
                                        .toList()))
                        .toList(),
                edge,
                limits,
                weir.pools());
    }

    private static PoolEndpoints pool(
            WeirConfig weir,
            WeirConfig.Api api,
            PoolName clusterPool,
            List<PlacedNode> placed,
            Function<String, List<String>> lookup) {
        var named = weir.pools().stream()
                .filter(pool -> api.pools().contains(pool.name())
                        && api.clusterPool(pool.name()).equals(clusterPool))
                .flatMap(pool -> pool.endpoints().stream())
                .filter(endpoint -> api.bounds().allows(endpoint.region()))
                .toList();
        var nodes = placed.stream()
                .filter(node -> api.pools().contains(node.pool())
                        && api.clusterPool(node.pool()).equals(clusterPool)
                        && api.bounds().allows(node.region()))
                .toList();
        int share = BUDGET / Math.max(1, nodes.size() + named.size());
        var endpoints = new ArrayList<WeightedEndpoint>();
        nodes.stream()
                .map(node ->
                        new WeightedEndpoint(node.name(), node.address(), share, true, node.price(), node.region()))
                .forEach(endpoints::add);
        for (var endpoint : named) {
            var url = endpoint.url();
            var addresses = url.isAddress() ? List.of(url.host()) : lookup.apply(url.host());
            for (var address : addresses) {
                endpoints.add(new WeightedEndpoint(
                        endpoint.name(),
                        new EndpointAddress.Socket(address, url.port()),
                        Math.max(1, share / addresses.size()),
                        true,
                        endpoint.price(),
                        endpoint.region(),
                        Optional.of(endpoint)));
            }
        }
        return new PoolEndpoints(clusterPool, endpoints);
    }
}
