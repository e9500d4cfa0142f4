package dev.weir.it.endings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.weir.certificates.ServiceRole;
import dev.weir.config.CallerLimit;
import dev.weir.config.Edge;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.GatewayTls;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A stock Envoy with the listener, routes and clusters that we ship, between scripted services and scripted nodes. API {@code fine} has two nodes, {@code hedged} the same,
 * {@code shut} one whose port nobody listens at, {@code leaving} one that can be ended.
 */
final class EndingsRig implements AutoCloseable {
    private static final String CONFIG = """
            apis:
              - {name: fine, match: {prefix: /fine}, pools: [fine], access: {wallet: any}}
              - {name: hedged, match: {prefix: /hedged}, pools: [fine], access: {wallet: any}, hedge: true}
              - {name: shut, match: {prefix: /shut}, pools: [shut], access: {wallet: any}}
              - {name: leaving, match: {prefix: /leaving}, pools: [leaving], access: {wallet: any}}
            pools:
              - {name: fine, nodes: registry}
              - {name: shut, nodes: registry}
              - {name: leaving, nodes: registry}
            """;
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Map<String, AtomicInteger> counted = new ConcurrentHashMap<>();
    private final AdsPublisher publisher = new AdsPublisher();
    private final XdsServer xds;
    private final ScriptedJudge judge;
    private final List<ScriptedNode> nodes;
    private final ScriptedNode leaving;
    private final Process envoy;
    private final int gatewayPort;

    /** @param ports the first of twenty that are free @param envoy the stock binary @param bootstrap as we ship it */
    EndingsRig(int ports, Path envoy, Path bootstrap, Path folder) throws IOException {
        this(ports, envoy, bootstrap, folder, Edge.WIDE, List.of());
    }

    EndingsRig(int ports, Path envoy, Path bootstrap, Path folder, Edge edge, List<CallerLimit> limits)
            throws IOException {
        this(ports, envoy, bootstrap, folder, edge, limits, RigIdentities.NONE, services -> services);
    }

    /** @param bootstrap one that dials the control plane by the identities @param placed where Envoy finds the services */
    EndingsRig(
            int ports,
            Path envoy,
            Path bootstrap,
            Path folder,
            Edge edge,
            List<CallerLimit> limits,
            RigIdentities identities,
            UnaryOperator<ServiceAddresses> placed)
            throws IOException {
        gatewayPort = ports;
        judge = new ScriptedJudge(ports + 1, ports + 2, identities);
        xds = XdsServer.start(
                new InetSocketAddress("127.0.0.1", ports + 4),
                identities.of(ServiceRole.CONTROL_PLANE),
                publisher,
                new AttemptQueue(),
                new AccessRing(),
                List.of());
        var waiting = new ConcurrentHashMap<String, Socket>();
        nodes = List.of(new ScriptedNode(ports + 10, counted, waiting), new ScriptedNode(ports + 11, counted, waiting));
        leaving = new ScriptedNode(ports + 12, new ConcurrentHashMap<>());
        publisher.publish(topology(
                ports, folder, config(folder), edge, limits, services -> placed.apply(identities.into(services))));
        this.envoy = started(envoy, bootstrap, folder, ports);
    }

    ScriptedJudge judge() {
        return judge;
    }

    /** Whether a node of {@code fine} has the call. */
    boolean reached(String path) {
        return counted.containsKey(path);
    }

    ScriptedNode leaving() {
        return leaving;
    }

    Calls calls() {
        return calls("127.0.0.1");
    }

    /** @param source an address of 127.0.0.0/8 */
    Calls calls(String source) {
        return new Calls(gatewayPort, source);
    }

    /** One counter or gauge of Envoy. */
    long stat(String name) throws IOException {
        return new Calls(gatewayPort + 5, "127.0.0.1")
                .get("/stats?filter=^" + name.replace(".", "\\.") + "$")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
                .findFirst()
                .orElse(0);
    }

    private static WeirConfig config(Path folder) throws IOException {
        return WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), CONFIG));
    }

    /** A stock Envoy by that bootstrap: its control plane at the fifth port, its own admin at the sixth. */
    static Process started(Path envoy, Path bootstrap, Path folder, int ports) throws IOException {
        var tree = (ObjectNode) YAML.readTree(bootstrap.toFile());
        ((ObjectNode) tree.at("/admin/address/socket_address")).put("port_value", ports + 5);
        ((ObjectNode)
                        tree.at(
                                "/static_resources/clusters/0/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address"))
                .put("port_value", ports + 4);
        ((ArrayNode) tree.at("/static_resources/clusters/0/load_assignment/endpoints")).remove(1);
        var file = folder.resolve("bootstrap.yaml");
        YAML.writeValue(file.toFile(), tree);
        return new ProcessBuilder(
                        envoy.toString(),
                        "-c",
                        file.toString(),
                        "--log-level",
                        "error",
                        "--disable-hot-restart",
                        "--concurrency",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("envoy.log").toFile())
                .start();
    }

    private static Topology topology(
            int ports,
            Path folder,
            WeirConfig config,
            Edge edge,
            List<CallerLimit> limits,
            UnaryOperator<ServiceAddresses> placed) {
        var pools = Map.of(
                "fine", endpoints("fine", ports + 10, 2),
                "leaving", endpoints("leaving", ports + 12, 1),
                "shut", endpoints("shut", ports + 13, 1));
        return new Topology(
                placed.apply(ServiceAddresses.onLoopback(ports, ports + 1, ports + 2, ports + 3, ports + 4)
                        .with(new GatewayTls(ports + 6, folder.resolve("given").toString()))),
                config.apis().stream()
                        .map(api -> new ApiRoute(
                                api,
                                api.pools().stream()
                                        .map(pool ->
                                                new PoolEndpoints(pool, pools.getOrDefault(pool.value(), List.of())))
                                        .toList()))
                        .toList(),
                edge,
                limits);
    }

    private static List<WeightedEndpoint> endpoints(String name, int port, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new WeightedEndpoint(
                        new NodeId(name + "-" + (i + 1)),
                        new EndpointAddress.Socket("127.0.0.1", port + i),
                        1_000_000 / count,
                        true,
                        TokenAmount.ZERO,
                        "eu"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        envoy.destroy();
        for (var node : nodes) {
            node.close();
        }
        leaving.close();
        judge.close();
        xds.close();
    }
}
