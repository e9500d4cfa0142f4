package dev.weir.controlplane.adapter.envoy;

import dev.weir.config.Edge;
import dev.weir.config.LimitsFile;
import dev.weir.config.WeirConfig;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.Canary;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Topologies that tests publish: two nodes, amber and birch, that share 1,000,000. */
final class ToldTopologies {
    private static final ServiceAddresses SERVICES = ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000);

    private ToldTopologies() {}

    /** The shipped APIs. @param weight amber's; the rest is birch's, which is @param usable or not */
    static Topology topology(int weight, boolean usable) {
        var apis = apis().stream()
                .map(api -> new ApiRoute(api, List.of(edge(weight, usable))))
                .toList();
        var limits = LimitsFile.read(Path.of("../deploy/limits/weir.yaml"))
                .callerLimits(apis.stream().map(route -> route.api().name()).toList());
        return new Topology(SERVICES, apis, Edge.DEFAULT, limits);
    }

    /** One API, with a rollout of its own. */
    static Topology rollout(int weight) {
        return new Topology(
                SERVICES,
                List.of(new ApiRoute(
                        apis().get(1),
                        List.of(edge(weight, true)),
                        Optional.of(new Canary(10, List.of(edge(900_000, true)))),
                        Collections.emptySortedMap())));
    }

    /** The same API without. */
    static Topology noRollout(int weight) {
        return new Topology(SERVICES, List.of(new ApiRoute(apis().get(1), List.of(edge(weight, true)))));
    }

    private static List<WeirConfig.Api> apis() {
        return WeirConfig.read(Path.of("../weir.yaml")).apis();
    }

    private static PoolEndpoints edge(int weight, boolean usable) {
        return new PoolEndpoints(
                new PoolName("edge"),
                List.of(endpoint("amber", 9101, weight, true), endpoint("birch", 9103, 1_000_000 - weight, usable)));
    }

    private static WeightedEndpoint endpoint(String node, int port, int weight, boolean usable) {
        return new WeightedEndpoint(
                new NodeId(node),
                new EndpointAddress.Socket("127.0.0.1", port),
                weight,
                usable,
                TokenAmount.ofTokens("0.0001"),
                "eu-west");
    }
}
