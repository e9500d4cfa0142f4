package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import dev.weir.balancing.Aperture;
import dev.weir.balancing.EnvoyWeights;
import dev.weir.certificates.ServiceRole;
import dev.weir.config.MethodPools;
import dev.weir.config.WeirConfig;
import dev.weir.jsonrpc.JsonRpcLimits;
import dev.weir.model.ApiName;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import dev.weir.xds.adapter.envoy.EnvoyAddress;
import dev.weir.xds.adapter.envoy.XdsResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Turns a topology into xDS resources: a pure function, so that a change of the model shows as a change of golden files.
 *
 * <p>What never varies stands in {@code envoy-config/}, with its reasons; this class sets ports and names in it, and writes the
 * routes. Weights leave only by {@link #endpoints} and, across pools and between an API and its canary, by {@link #routes}; never by clusters
 * or listeners. A canary's clusters come and go with its rollout. What did not change since the last time is not made again: one thread at a time.
 */
public final class TopologyTranslator {
    private static final String LISTENER = "listener.yaml";

    /**
     * Field 20 of a route, {@code request_body_buffer_limit}, which Envoy has and the messages on our class path have not yet: how much of a body may wait
     * for the judge, where the connection's own buffer is smaller. More than the judge is shown, so that it sees that there is more.
     */
    private static final UnknownFieldSet BODY_BUFFER = UnknownFieldSet.newBuilder()
            .addField(
                    20,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(UInt64Value.of(2L * JsonRpcLimits.DEFAULT.bodyBytes())
                                    .toByteString())
                            .build())
            .build();

    private final ObjectNode listenerFile = EnvoyYaml.resource(LISTENER);
    private final ObjectNode listener = (ObjectNode) listenerFile.at("/static_resources/listeners/0");
    private final ArrayNode calls = (ArrayNode) listener.findValue("rate_limits");
    private final ObjectNode weightsCluster = nodeCluster("cluster-weights.yaml");
    private final ObjectNode pickCluster = nodeCluster("cluster-pick.yaml");
    private final UpstreamClusters upstreams;

    private final Optional<Tracing> tracing;
    private final Remembered<List<Listener>> listeners = new Remembered<>();
    private final Remembered<RouteConfiguration> routes = new Remembered<>();
    private final Remembered<List<Cluster>> clusters = new Remembered<>();
    /** Of gateways that have the weights as they are. */
    private final Map<ApiName, Remembered<List<ClusterLoadAssignment>>> endpoints = new HashMap<>();

    /** One for a machine like this, without spans. */
    public TopologyTranslator() {
        this(Optional.empty());
    }

    /** @param tracing empty where no spans are made */
    public TopologyTranslator(Optional<Tracing> tracing) {
        this(tracing, UpstreamClusters.systemRoots());
    }

    /** @param roots the certificates, a file where Envoy runs, that endpoints by https are checked against where their pool names none */
    TopologyTranslator(Optional<Tracing> tracing, Path roots) {
        this.tracing = tracing;
        this.upstreams = new UpstreamClusters(roots);
        tracing.ifPresent(given -> TracingTree.into(listener, given));
    }

    /** Where a machine like this keeps the certificates that everybody trusts. */
    public static Path systemRoots() {
        return UpstreamClusters.systemRoots();
    }

    public XdsResources translate(Topology topology) {
        return new XdsResources(
                listeners.of(
                        List.of(topology.services(), topology.edge(), AnswerBound.any(topology)),
                        () -> ListenerTree.of(listener, topology)),
                List.of(routes.of(
                        List.of(
                                topology.apis().stream().map(Routed::of).toList(),
                                topology.limits(),
                                topology.byPool()),
                        () -> routes(topology))),
                clusters.of(
                        List.of(
                                topology.services(),
                                topology.byPool(),
                                topology.apis().stream()
                                        .map(route -> List.of(
                                                route.api(),
                                                List.copyOf(route.clusters().keySet())))
                                        .toList()),
                        () -> clusters(topology)),
                endpoints(topology, ""));
    }

    /** What of an API its routes are made of. @param split in which parts its clusters share the calls; of a single one nothing, as its weights are of its endpoints */
    private record Routed(WeirConfig.Api api, List<Object> split) {
        static Routed of(ApiRoute route) {
            var canary = route.canary().filter(twin -> twin.percent() > 0);
            if (route.pools().size() == 1 && canary.isEmpty()) {
                return new Routed(route.api(), List.of(route.pools().getFirst().pool()));
            }
            var split = new ArrayList<Object>();
            route.pools().forEach(pool -> split.add(List.of(pool.pool(), pool.weight())));
            canary.ifPresent(twin -> {
                split.add(twin.percent());
                twin.pools().forEach(pool -> split.add(List.of(pool.pool(), pool.weight())));
            });
            return new Routed(route.api(), split);
        }
    }

    private RouteConfiguration routes(Topology topology) {
        var config = EnvoyYaml.merge(RouteTree.of(topology, calls.deepCopy()), RouteConfiguration.newBuilder());
        var judgedByBody = topology.apis().stream()
                .filter(route -> route.api().protocol() == WeirConfig.Protocol.JSON_RPC)
                .map(route -> route.api().match().prefix())
                .toList();
        config.getVirtualHostsBuilder(0).getRoutesBuilderList().stream()
                .filter(route -> judgedByBody.contains(
                        route.getMatch().hasPathSeparatedPrefix()
                                ? route.getMatch().getPathSeparatedPrefix()
                                : route.getMatch().getPrefix()))
                .forEach(route -> route.setUnknownFields(BODY_BUFFER));
        return config.build();
    }

    private List<Cluster> clusters(Topology topology) {
        var clusters = new ArrayList<Cluster>();
        for (var tree : listenerFile.at("/static_resources/clusters")) {
            clusters.add(serviceCluster(tree.deepCopy(), topology.services()));
        }
        tracing.ifPresent(given -> clusters.add(placed(TracingTree.cluster(), given.collector())));
        // Most are alike but for their names, and to make one of its text takes milliseconds.
        var alike = new HashMap<Object, Cluster>();
        for (var route : topology.apis()) {
            route.clusters().forEach((name, endpoints) -> {
                var pools = topology.pools(route.api(), endpoints.pool());
                var one = alike.computeIfAbsent(
                        List.of(
                                route.api().actuator(),
                                route.api().protocol(),
                                UpstreamClusters.shape(pools),
                                MethodPools.of(route.api(), pools).any()),
                        any -> cluster(route.api(), pools));
                clusters.add(one.toBuilder().setName(name).build());
            });
        }
        return clusters;
    }

    private Cluster cluster(WeirConfig.Api api, List<WeirConfig.Pool> pools) {
        var tree = (api.actuator() == WeirConfig.Actuator.PICK ? pickCluster : weightsCluster).deepCopy();
        upstreams.into(tree, pools, api.protocol());
        MethodGroups.into(tree, MethodPools.of(api, pools));
        return EnvoyYaml.merge(tree, Cluster.newBuilder()).build();
    }

    private static Cluster serviceCluster(ObjectNode tree, ServiceAddresses services) {
        return switch (tree.get("name").asText()) {
            case "judge" -> placed(dialled(tree, services, ServiceRole.JUDGE, "h2"), services.judge());
            case "ratelimit" -> placed(dialled(tree, services, ServiceRole.RATELIMIT, "h2"), services.ratelimit());
            case "telemetry" -> placed(dialled(tree, services, ServiceRole.CONTROL_PLANE, "h2"), services.telemetry());
            case "auth" -> placed(dialled(tree, services, ServiceRole.JUDGE, "http/1.1"), services.auth());
            default -> throw new IllegalStateException(LISTENER + " has a cluster of an unknown service");
        };
    }

    private static ObjectNode dialled(ObjectNode tree, ServiceAddresses services, ServiceRole role, String protocol) {
        services.identity()
                .ifPresent(
                        identity -> tree.set("transport_socket", ServiceSocket.to(Set.of(role), identity, protocol)));
        return tree;
    }

    private static Cluster placed(ObjectNode tree, ServiceAddresses.Place place) {
        EnvoyYaml.put(tree.at("/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address"), place);
        if (NamedService.isName(place.host())) {
            NamedService.into(tree, tree.has("typed_extension_protocol_options"));
        }
        return EnvoyYaml.merge(tree, Cluster.newBuilder()).build();
    }

    /** As one gateway should have them: its own part of the nodes. @param gateway of another name than any has the weights as they are */
    public List<ClusterLoadAssignment> endpoints(Topology topology, String gateway) {
        var assignments = new ArrayList<ClusterLoadAssignment>();
        var names = new HashSet<ApiName>();
        for (var route : topology.apis()) {
            var name = route.api().name();
            names.add(name);
            assignments.addAll(
                    route.traffic().containsKey(gateway)
                            ? endpoints(topology, route, gateway)
                            : endpoints
                                    .computeIfAbsent(name, first -> new Remembered<>())
                                    .of(
                                            List.of(route, topology.pools(route.api())),
                                            () -> endpoints(topology, route, gateway)));
        }
        endpoints.keySet().retainAll(names);
        return assignments;
    }

    private static List<ClusterLoadAssignment> endpoints(Topology topology, ApiRoute route, String gateway) {
        var methods = MethodPools.of(route.api(), topology.pools(route.api()));
        var assignments = new ArrayList<ClusterLoadAssignment>();
        route.clusters().forEach((name, pool) -> {
            var endpoints = LocalityLbEndpoints.newBuilder();
            var weights = EnvoyWeights.of(weights(pool.endpoints(), route.traffic(), gateway));
            boolean checked = UpstreamClusters.checks(topology.pools(route.api(), pool.pool()));
            for (int i = 0; i < weights.size(); i++) {
                var endpoint = pool.endpoints().get(i);
                var written = endpoint(endpoint, weights.get(i), checked, route.api());
                MethodGroups.into(written, methods, endpoint.node());
                endpoints.addLbEndpoints(written);
            }
            assignments.add(ClusterLoadAssignment.newBuilder()
                    .setClusterName(name)
                    .addEndpoints(endpoints)
                    .build());
        });
        return List.copyOf(assignments);
    }

    private static List<Integer> weights(
            List<WeightedEndpoint> endpoints, SortedMap<String, Double> traffic, String gateway) {
        if (!traffic.containsKey(gateway)) {
            return endpoints.stream().map(WeightedEndpoint::weight).toList();
        }
        return Aperture.weights(
                endpoints.stream().map(WeightedEndpoint::node).toList(),
                endpoints.stream()
                        .map(endpoint -> endpoint.usable() ? endpoint.weight() : 0)
                        .toList(),
                List.copyOf(traffic.values()),
                traffic.headMap(gateway).size());
    }

    private static LbEndpoint.Builder endpoint(
            WeightedEndpoint endpoint, int weight, boolean checked, WeirConfig.Api api) {
        var node = Struct.newBuilder()
                .putFields("node", text(endpoint.node().value()))
                .putFields("price", text(endpoint.pricePerCall().baseUnits().toString()))
                .putFields("region", text(endpoint.region()));
        var written = LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(EnvoyAddress.written(endpoint.address())))
                .setHealthStatus(endpoint.usable() ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY)
                .setLoadBalancingWeight(UInt32Value.of(weight))
                .setMetadata(Metadata.newBuilder());
        if (api.tellsCost()) {
            node.putFields("tokens", text(endpoint.pricePerCall().toTokens() + " WEIR"));
        }
        endpoint.upstream().ifPresent(upstream -> UpstreamClusters.into(written, node, upstream, checked));
        written.getMetadataBuilder().putFilterMetadata("weir", node.build());
        return written;
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static ObjectNode nodeCluster(String file) {
        for (JsonNode cluster : EnvoyYaml.resource(file).at("/static_resources/clusters")) {
            if (cluster.get("name").asText().equals("api.pool")) {
                return (ObjectNode) cluster;
            }
        }
        throw new IllegalStateException("envoy-config/" + file + " has no cluster named api.pool");
    }
}
