package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.weir.topology.Canary;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock Envoys whose bootstrap is not ours, at the control plane's discovery server. */
final class XdsClientsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Asks over ADS for a runtime layer, a filter and a secret, of which there are none here. */
    private static final String ASKING_FOR_MORE = """
            node: {id: stranger, cluster: strangers}
            admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
            layered_runtime:
              layers:
              - {name: static, static_layer: {}}
              - {name: asked, rtds_layer: {name: asked, rtds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 1s}}}
            dynamic_resources:
              ads_config: {api_type: %s, transport_api_version: V3, grpc_services: [{envoy_grpc: {cluster_name: xds}}]}
              cds_config: {ads: {}, resource_api_version: V3}
              lds_config: {ads: {}, resource_api_version: V3}
            static_resources:
              listeners:
              - name: own
                address: {socket_address: {address: 127.0.0.1, port_value: 0}}
                filter_chains:
                - filters:
                  - name: envoy.filters.network.http_connection_manager
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: own
                      route_config: {virtual_hosts: [{name: all, domains: ["*"], routes: [{match: {prefix: /}, direct_response: {status: 204}}]}]}
                      http_filters:
                      - name: asked
                        config_discovery:
                          config_source: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 1s}
                          type_urls: [type.googleapis.com/envoy.extensions.filters.http.health_check.v3.HealthCheck]
                      - name: envoy.filters.http.router
                        typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
              - name: secret
                address: {socket_address: {address: 127.0.0.1, port_value: 0}}
                filter_chains:
                - filters:
                  - name: envoy.filters.network.echo
                    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo}
                  transport_socket:
                    name: envoy.transport_sockets.tls
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                      common_tls_context:
                        tls_certificate_sds_secret_configs:
                        - {name: asked, sds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 1s}}
              clusters:
              - name: xds
                type: STATIC
                connect_timeout: 1s
                typed_extension_protocol_options:
                  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                    explicit_http_config: {http2_protocol_options: {}}
                load_assignment:
                  cluster_name: xds
                  endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}}]}]
            """;

    private final AdsPublisher publisher = new AdsPublisher();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Checkout.Running> envoys = new ArrayList<>();

    @TempDir
    private Path folder;

    private XdsServer server;
    private int gatewayPort;

    @BeforeEach
    void start() throws IOException {
        server =
                XdsServer.start(new InetSocketAddress("127.0.0.1", 0), publisher, new AttemptQueue(), new AccessRing());
        try (var free = new ServerSocket(0)) {
            gatewayPort = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        envoys.forEach(Checkout.Running::close);
        server.close();
        http.close();
    }

    @Test
    void envoyThatAsksForMoreThanWeHave_isLive_andServes() throws IOException {
        lives("GRPC");
    }

    @Test
    void envoyThatAsksForMoreThanWeHave_isLive_andServes_incrementally() throws IOException {
        lives("DELTA_GRPC");
    }

    private void lives(String variant) throws IOException {
        publisher.publish(topology(600_000, false));
        envoy(ASKING_FOR_MORE.formatted(variant, server.port()));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(admin("/ready")).isEqualTo("LIVE\n");
            assertThat(weights("quotes.edge")).containsExactly(600_000, 400_000);
        });
        // The judge is not there, which the gateway's own filters say.
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        get("http://127.0.0.1:" + gatewayPort + "/quotes/BTC").contains("judge_unavailable"));
        assertThat(publisher.gateways().values())
                .singleElement()
                .satisfies(sync -> assertThat(sync.lastRefusal()).isEmpty());
    }

    @Test
    void envoy_followsWeights_andClustersThatComeAndGo() throws IOException {
        follows("GRPC");
    }

    @Test
    void envoy_followsWeights_andClustersThatComeAndGo_incrementally() throws IOException {
        follows("DELTA_GRPC");
    }

    private void follows(String variant) throws IOException {
        var shipped = Files.readString(Checkout.ROOT.resolve("envoy-config/bootstrap.yaml"));
        publisher.publish(topology(600_000, false));
        envoy(shipped.replace("api_type: GRPC", "api_type: " + variant)
                .replace("port_value: 9901", "port_value: 0")
                .replace("port_value: 18000", "port_value: " + server.port())
                .replace("port_value: 18001", "port_value: 1"));
        awaitWeights("quotes.edge", 600_000, 400_000);

        publisher.publish(topology(500_000, true));
        awaitWeights("quotes.edge", 500_000, 500_000);
        awaitWeights("quotes.edge.canary", 900_000, 100_000);

        publisher.publish(topology(400_000, false));
        awaitWeights("quotes.edge", 400_000, 600_000);
        awaitWeights("quotes.edge.canary");

        publisher.publish(topology(400_000, true));
        awaitWeights("quotes.edge.canary", 900_000, 100_000);
        assertThat(publisher.gateways().values())
                .singleElement()
                .satisfies(sync -> assertThat(sync.lastRefusal()).isEmpty());
    }

    private void awaitWeights(String cluster, Integer... weights) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(weights(cluster)).containsExactly(weights));
    }

    private void envoy(String bootstrap) throws IOException {
        var file = Files.writeString(folder.resolve("bootstrap.yaml"), bootstrap);
        envoys.add(new Checkout.Running(
                Checkout.ROOT,
                Map.of(),
                List.of(
                        Checkout.ROOT
                                .resolve(".weir/tools/envoy/envoy/_bin/envoy")
                                .toString(),
                        "-c",
                        file.toString(),
                        "--admin-address-path",
                        folder.resolve("admin").toString(),
                        "--log-level",
                        "warning",
                        "--disable-hot-restart",
                        "--concurrency",
                        "1")));
    }

    /** By the nodes' order; none where there is no such cluster. */
    private List<Integer> weights(String cluster) throws IOException {
        var weights = new HashMap<Integer, Integer>();
        for (var status : JSON.readTree(admin("/clusters?format=json")).path("cluster_statuses")) {
            if (status.get("name").asText().equals(cluster)) {
                status.path("host_statuses")
                        .forEach(host -> weights.put(
                                host.at("/address/socket_address/port_value").asInt(),
                                host.get("weight").asInt()));
            }
        }
        return weights.keySet().stream().sorted().map(weights::get).toList();
    }

    private String admin(String path) throws IOException {
        var address = folder.resolve("admin");
        var written = Files.exists(address) ? Files.readString(address) : "";
        return written.isEmpty() ? "{}" : get("http://" + written + path);
    }

    private String get(String uri) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                    .body();
        } catch (java.net.ConnectException e) {
            return "{}";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Nobody listens at the nodes: they are unhealthy, and weighed all the same. */
    private Topology topology(int first, boolean rollout) {
        var quotes = WeirConfig.read(Checkout.ROOT.resolve("weir.yaml")).apis().stream()
                .filter(api -> api.name().equals(new ApiName("quotes")))
                .findFirst()
                .orElseThrow();
        var route = new ApiRoute(
                quotes,
                List.of(pool(first)),
                rollout ? Optional.of(new Canary(10, List.of(pool(900_000)))) : Optional.empty(),
                Collections.emptySortedMap());
        return new Topology(ServiceAddresses.onLoopback(gatewayPort, 1, 2, 3, server.port()), List.of(route));
    }

    private static PoolEndpoints pool(int first) {
        return new PoolEndpoints(
                new PoolName("edge"), List.of(endpoint("amber", 4, first), endpoint("birch", 5, 1_000_000 - first)));
    }

    private static WeightedEndpoint endpoint(String node, int port, int weight) {
        return new WeightedEndpoint(
                new NodeId(node), new EndpointAddress.Socket("127.0.0.1", port), weight, true, TokenAmount.ZERO, "");
    }
}
