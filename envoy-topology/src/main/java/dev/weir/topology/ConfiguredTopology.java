package dev.weir.topology;

import dev.weir.config.CallerLimit;
import dev.weir.config.Deployment;
import dev.weir.config.WeirConfig;
import dev.weir.model.EndpointAddress;
import dev.weir.model.PoolName;
import java.util.List;

/** What the files alone say: the nodes of a deployment, all usable and alike in weight, as before anything was measured. */
public final class ConfiguredTopology {
    private static final int BUDGET = 1_000_000;

    private ConfiguredTopology() {}

    /** @param limits those of {@code deploy/limits} */
    public static Topology of(WeirConfig weir, Deployment deployment, List<CallerLimit> limits) {
        var ports = deployment.ports();
        var services = ServiceAddresses.onLoopback(
                ports.gateway(), ports.judge(), ports.ratelimit(), ports.auth(), ports.xds());
        return new Topology(
                services,
                weir.apis().stream()
                        .map(api -> new ApiRoute(
                                api,
                                api.clusterPools().stream()
                                        .map(pool -> pool(api, pool, deployment))
                                        .toList()))
                        .toList(),
                weir.edge(),
                limits);
    }

    private static PoolEndpoints pool(WeirConfig.Api api, PoolName clusterPool, Deployment deployment) {
        var nodes = deployment.nodes().stream()
                .filter(node -> api.pools().contains(node.pool())
                        && api.clusterPool(node.pool()).equals(clusterPool)
                        && api.bounds().allows(node.region()))
                .toList();
        return new PoolEndpoints(
                clusterPool,
                nodes.stream()
                        .map(node -> new WeightedEndpoint(
                                node.name(),
                                new EndpointAddress.Socket(
                                        "127.0.0.1",
                                        deployment
                                                .ports()
                                                .node(deployment.nodes().indexOf(node))),
                                BUDGET / nodes.size(),
                                true,
                                node.price(),
                                node.region()))
                        .toList());
    }
}
