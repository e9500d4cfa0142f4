package dev.weir.bench.rig.adapter.envoy;

import static java.util.stream.Collectors.toSet;

import dev.weir.bench.rig.Policy;
import dev.weir.bench.rig.Ports;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.loop.port.TopologyPublisher;
import dev.weir.controlplane.topology.ApiRoute;
import dev.weir.controlplane.topology.PoolEndpoints;
import dev.weir.controlplane.topology.ServiceAddresses;
import dev.weir.controlplane.topology.Topology;
import dev.weir.controlplane.topology.WeightedEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One loop's topology for several gateways on one machine: each gets its own ports. What belongs to Envoy's own policies goes out with even
 * weights, or they would be ours.
 */
final class Publishers implements TopologyPublisher {
    private final Ports ports;
    private final List<AdsPublisher> gateways;

    Publishers(Ports ports, List<AdsPublisher> gateways) {
        this.ports = ports;
        this.gateways = List.copyOf(gateways);
    }

    @Override
    public void publish(Topology topology) {
        var apis = topology.apis().stream().map(Publishers::fair).toList();
        for (int i = 0; i < gateways.size(); i++) {
            gateways.get(i).publish(new Topology(services(ports, i), apis));
        }
    }

    static ServiceAddresses services(Ports ports, int gateway) {
        return new ServiceAddresses(
                ports.gateway(gateway), ports.judge(), ports.nobody(), ports.nobody(), ports.xds(gateway));
    }

    private static ApiRoute fair(ApiRoute route) {
        boolean builtIn = Arrays.stream(Policy.values())
                .anyMatch(policy ->
                        policy.isBuiltIn() && policy.api().equals(route.api().name()));
        return builtIn
                ? new ApiRoute(
                        route.api(),
                        route.pools().stream().map(Publishers::even).toList())
                : route;
    }

    private static PoolEndpoints even(PoolEndpoints pool) {
        return new PoolEndpoints(
                pool.pool(),
                pool.endpoints().stream()
                        .map(endpoint -> new WeightedEndpoint(
                                endpoint.node(),
                                endpoint.address(),
                                1,
                                endpoint.usable(),
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
    public Map<String, GatewaySync> gateways() {
        var all = new TreeMap<String, GatewaySync>();
        gateways.forEach(gateway -> all.putAll(gateway.gateways()));
        return all;
    }
}
