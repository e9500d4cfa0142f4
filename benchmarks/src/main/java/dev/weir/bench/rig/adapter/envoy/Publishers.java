package dev.weir.bench.rig.adapter.envoy;

import static java.util.stream.Collectors.toSet;

import dev.weir.bench.rig.BenchPolicy;
import dev.weir.bench.rig.Ports;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.loop.port.TopologyPublisher;
import dev.weir.model.NodeId;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One loop's topology for several gateways on one machine: each gets its own ports. What belongs to Envoy's own policies goes out with even
 * weights, and with every node that lives, also one that our weights drain for its slowness; or they would be ours.
 */
final class Publishers implements TopologyPublisher {
    private final Ports ports;
    private final List<AdsPublisher> gateways;
    private final Predicate<NodeId> lives;

    Publishers(Ports ports, List<AdsPublisher> gateways, Predicate<NodeId> lives) {
        this.ports = ports;
        this.lives = lives;
        this.gateways = List.copyOf(gateways);
    }

    @Override
    public void publish(Topology topology) {
        var apis = topology.apis().stream().map(route -> fair(route, lives)).toList();
        for (int i = 0; i < gateways.size(); i++) {
            gateways.get(i).publish(new Topology(services(ports, i), apis));
        }
    }

    static ServiceAddresses services(Ports ports, int gateway) {
        return ServiceAddresses.onLoopback(
                ports.gateway(gateway), ports.judge(), ports.nobody(), ports.nobody(), ports.xds(gateway));
    }

    static ApiRoute fair(ApiRoute route, Predicate<NodeId> lives) {
        boolean builtIn = Arrays.stream(BenchPolicy.values())
                .anyMatch(policy ->
                        policy.isBuiltIn() && policy.api().equals(route.api().name()));
        return builtIn
                ? new ApiRoute(
                        route.api(),
                        route.pools().stream().map(pool -> even(pool, lives)).toList())
                : route;
    }

    private static PoolEndpoints even(PoolEndpoints pool, Predicate<NodeId> lives) {
        return new PoolEndpoints(
                pool.pool(),
                pool.endpoints().stream()
                        .map(endpoint -> new WeightedEndpoint(
                                endpoint.node(),
                                endpoint.address(),
                                1,
                                lives.test(endpoint.node()),
                                endpoint.pricePerCall(),
                                endpoint.region()))
                        .toList());
    }

    @Override
    public Set<String> addressable() {
        return gateways.stream()
                .flatMap(gateway -> gateway.addressable().stream())
                .collect(toSet());
    }

    @Override
    public Map<String, Map<String, TypeSync>> sync() {
        var all = new TreeMap<String, Map<String, TypeSync>>();
        gateways.forEach(gateway -> all.putAll(gateway.sync()));
        return all;
    }

    @Override
    public Map<String, GatewaySync> gateways() {
        var all = new TreeMap<String, GatewaySync>();
        gateways.forEach(gateway -> all.putAll(gateway.gateways()));
        return all;
    }
}
