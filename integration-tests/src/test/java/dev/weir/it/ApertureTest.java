package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stock Envoys at one control plane: what each takes for its part of the weights, by its admin page. */
final class ApertureTest {
    private static final int NODES = 12;
    private static final int PORTS = 23_300;
    private static final Map<String, Double> EVEN = Map.of("gateway-1", 0.5, "gateway-2", 0.5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final AdsPublisher publisher = new AdsPublisher();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private XdsServer server;
    private Checkout.Running one;
    private Checkout.Running other;

    @BeforeEach
    void start() throws IOException {
        server = XdsServer.start(
                new InetSocketAddress("127.0.0.1", PORTS), publisher, new AttemptQueue(), new AccessRing());
        one = envoy(1);
        other = envoy(2);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        server.close();
        http.close();
    }

    @Test
    void eachEnvoy_takesItsOwnPart_andAllAgainWhereOneIsAlone() {
        publisher.publish(topology(Map.of()));
        await().atMost(Duration.ofSeconds(20)).until(() -> alike(weights(1)) && alike(weights(2)));

        publisher.publish(topology(EVEN));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var ones = weights(1);
            var others = weights(2);
            assertThat(IntStream.range(0, NODES))
                    .hasSize(NODES)
                    .allMatch(node -> large(ones, node) ^ large(others, node));
        });
        assertThat(publisher.gateways().values())
                .allMatch(gateway -> gateway.lastRefusal().isEmpty());

        publisher.publish(topology(Map.of()));
        await().atMost(Duration.ofSeconds(20)).until(() -> alike(weights(1)) && alike(weights(2)));
    }

    private static boolean alike(List<Integer> weights) {
        return weights.size() == NODES && weights.stream().distinct().count() == 1;
    }

    private static boolean large(List<Integer> weights, int node) {
        return weights.get(node) > 100_000;
    }

    /** In the nodes' order; none where it is not there yet. */
    private List<Integer> weights(int gateway) {
        try {
            var page = URI.create("http://127.0.0.1:" + (PORTS + gateway) + "/clusters?format=json");
            var said = http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
            var byPort = new TreeMap<Integer, Integer>();
            for (var cluster : JSON.readTree(said.body()).path("cluster_statuses")) {
                if (cluster.get("name").asText().equals("quotes.edge")) {
                    cluster.path("host_statuses")
                            .forEach(host ->
                                    byPort.put(port(host), host.get("weight").asInt()));
                }
            }
            return List.copyOf(byPort.values());
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static int port(JsonNode host) {
        return host.at("/address/socket_address/port_value").asInt();
    }

    private Checkout.Running envoy(int gateway) throws IOException {
        var tree = (ObjectNode) YAML.readTree(
                Checkout.ROOT.resolve("envoy-config/bootstrap.yaml").toFile());
        ((ObjectNode) tree.get("node")).put("id", "gateway-" + gateway);
        ((ObjectNode) tree.at("/admin/address/socket_address")).put("port_value", PORTS + gateway);
        ((ObjectNode)
                        tree.at(
                                "/static_resources/clusters/0/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address"))
                .put("port_value", PORTS);
        ((ArrayNode) tree.at("/static_resources/clusters/0/load_assignment/endpoints")).remove(1);
        var file = folder.resolve("gateway-" + gateway + ".yaml");
        YAML.writeValue(file.toFile(), tree);
        return new Checkout.Running(
                Checkout.ROOT,
                Map.of(),
                List.of(
                        Checkout.ROOT
                                .resolve(".weir/tools/envoy/envoy/_bin/envoy")
                                .toString(),
                        "-c",
                        file.toString(),
                        "--log-level",
                        "warning",
                        "--disable-hot-restart",
                        "--concurrency",
                        "1"));
    }

    /** Nobody listens at the nodes: they are unhealthy, and weighed all the same. */
    private static Topology topology(Map<String, Double> traffic) {
        var endpoints = IntStream.range(0, NODES)
                .mapToObj(node -> new WeightedEndpoint(
                        new NodeId("node-" + node),
                        new EndpointAddress.Socket("127.0.0.1", PORTS + 10 + node),
                        1,
                        true,
                        TokenAmount.ZERO,
                        ""))
                .toList();
        var quotes = WeirConfig.read(Checkout.ROOT.resolve("weir.yaml")).apis().stream()
                .filter(api -> api.name().equals(new ApiName("quotes")))
                .findFirst()
                .orElseThrow();
        var route = new ApiRoute(
                quotes,
                List.of(new PoolEndpoints(new PoolName("edge"), endpoints)),
                Optional.empty(),
                new TreeMap<>(traffic));
        return new Topology(
                ServiceAddresses.onLoopback(PORTS + 3, PORTS + 4, PORTS + 5, PORTS + 6, PORTS), List.of(route));
    }
}
