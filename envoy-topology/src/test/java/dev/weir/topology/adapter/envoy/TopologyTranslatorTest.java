package dev.weir.topology.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.util.JsonFormat;
import dev.weir.config.CallerLimit;
import dev.weir.config.Edge;
import dev.weir.config.EdgeTls;
import dev.weir.config.HostCertificate;
import dev.weir.config.LimitsFile;
import dev.weir.config.Network;
import dev.weir.config.Upstream;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.jsonrpc.JsonRpcLimits;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.Canary;
import dev.weir.topology.GatewayIdentity;
import dev.weir.topology.GatewayTls;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.ServiceAddresses.Place;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import dev.weir.xds.adapter.envoy.ContentSnapshot;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.EnvoyInternalAddress;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a topology becomes, file by file. To accept a change: run with {@code -Dgolden.write=true}, then read the diff of
 * {@code src/test/resources/golden}.
 */
final class TopologyTranslatorTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ServiceAddresses SERVICES = ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000);

    private static final Pattern ROLE = Pattern.compile("spiffe://weir/[a-z-]+");

    private final TopologyTranslator translator = new TopologyTranslator();

    @Test
    void shippedConfig_withTwoNodes_isAsGolden() throws IOException {
        var xds = translator.translate(topology(600_000, true));

        assertGolden("listener.json", onePart(xds.listeners().getFirst()));
        assertGolden("routes.json", xds.routes().getFirst());
        for (var cluster : xds.clusters()) {
            assertGolden("cluster-" + cluster.getName() + ".json", cluster);
        }
        for (var endpoints : xds.endpoints()) {
            assertGolden("endpoints-" + endpoints.getClusterName() + ".json", endpoints);
        }
    }

    @Test
    void judge_isShownOneByteMoreThanItReads_andAStreamHoldsMore() throws IOException {
        var manager = EnvoyYaml.resource("listener.yaml")
                .at("/static_resources/listeners/0/filter_chains/0/filters/1/typed_config");
        int read = JsonRpcLimits.DEFAULT.bodyBytes();

        assertThat(manager.findValue("with_request_body")
                        .get("max_request_bytes")
                        .asInt())
                .isEqualTo(read + 1);
        assertThat(print(translator.translate(topology(600_000, true)).routes().getFirst()))
                .contains("\"max_request_bytes\": " + (read + 1) + ".0");
        assertThat(manager.at("/http2_protocol_options/initial_stream_window_size")
                        .asInt())
                .isGreaterThan(read + 1);
    }

    /** Its JSON does not show it: the field is newer than our messages. */
    @Test
    void bodiesThatAreJudged_mayWaitWhole_thoughTheConnectionsBufferIsSmaller() {
        var routes = translator.translate(topology(600_000, true)).routes().getFirst();
        var buffered = routes.getVirtualHosts(0).getRoutesList().stream()
                .filter(route -> !route.getUnknownFields().asMap().isEmpty())
                .toList();

        assertThat(buffered)
                .extracting(route -> route.getMatch().getPathSeparatedPrefix())
                .containsExactly("/rpc");
        assertThat(buffered.getFirst().getUnknownFields().getField(20).getLengthDelimitedList())
                .containsExactly(UInt64Value.of(524_288).toByteString());
    }

    @Test
    void connections_areParted_overChainsThatAreAlike() {
        var listener = translator.translate(topology(600_000, true)).listeners().getFirst();
        var first = listener.getFilterChains(0);

        assertThat(listener.getFilterChainsList())
                .hasSize(32)
                .extracting(FilterChain::getName)
                .doesNotHaveDuplicates();
        assertThat(listener.getFilterChainsList())
                .allMatch(chain -> chain.getFiltersList().equals(first.getFiltersList()));
        assertThat(listener.getFilterChainMatcher().toString()).contains("part-0", "part-31");
    }

    @Test
    void proxies_haveAChainOfTheirOwn_withoutTheBoundAndWithTheCallersAddress() throws IOException {
        var edge = new Edge(OptionalInt.of(50), OptionalInt.of(10), List.of(new Network("10.0.0.0", 8)));
        var listener = translator
                .translate(new Topology(SERVICES, List.of(plain(split(10, 600_000, 900_000))), edge, List.of()))
                .listeners()
                .getFirst();
        var proxies = listener.getFilterChainsList().getLast();

        assertThat(print(listener.getFilterChains(0))).contains("\"max_connections\": 50.0");
        assertThat(listener.getFilterChainsList()).hasSize(33);
        assertThat(proxies.getName()).isEqualTo("proxies");
        assertThat(proxies.getFiltersList()).hasSize(1);
        assertThat(print(proxies)).contains("\"xff_num_trusted_hops\": 1.0").contains("\"idle_timeout\": \"75s\"");
        assertThat(print(listener.getFilterChains(0))).doesNotContain("xff_num_trusted_hops");
        assertThat(print(listener.getFilterChainMatcher())).contains("\"address_prefix\": \"10.0.0.0\"");
    }

    private static Topology secure(Edge edge, boolean redirect, boolean http3) {
        var certificate = new HostCertificate(List.of("api.example"), Path.of("api.pem"), Path.of("api.key"));
        var tls = new EdgeTls(OptionalInt.of(443), List.of(certificate), redirect, http3);
        return new Topology(
                SERVICES.with(new GatewayTls(10443, "/given")),
                List.of(plain(split(10, 600_000, 900_000))),
                edge.with(Optional.of(tls)),
                List.of());
    }

    @Test
    void tls_hasAllThatThePlainListenerHas_andItsCertificatesAreFilesOfEnvoys() throws IOException {
        var listeners = translator.translate(secure(Edge.DEFAULT, false, true)).listeners();
        var plain = listeners.get(0).getFilterChains(0);
        var quic = print(listeners.get(2).getFilterChains(0));

        assertThat(listeners).extracting(Listener::getName).containsExactly("gateway", "gateway-tls", "gateway-quic");
        assertThat(listeners).allMatch(listener -> listener.getFilterChainsCount() == 32);
        assertThat(listeners)
                .allMatch(listener -> listener.getFilterChains(0).getFilters(0).equals(plain.getFilters(0)));
        assertThat(listeners.get(2).getAddress().getSocketAddress().getProtocol())
                .isEqualTo(SocketAddress.Protocol.UDP);
        assertThat(print(listeners.get(1).getFilterChains(0)))
                .contains(
                        "\"/given/api.example.yaml\"",
                        "TLSv1_2",
                        "weir.alt_svc",
                        ":443\\\"; ma",
                        "\"idle_timeout\": \"8s\"");
        assertThat(quic)
                .contains("\"HTTP3\"", "\"requestHeadersTimeout\": \"5s\"")
                .doesNotContain("weir.alt_svc");
        assertThat(print(plain)).doesNotContain("/given");
    }

    @Test
    void redirect_isForStrangers_andAProxysCallersAreServed() throws IOException {
        var edge = new Edge(OptionalInt.empty(), OptionalInt.empty(), List.of(new Network("10.0.0.0", 8)));
        var plain = translator.translate(secure(edge, true, false)).listeners().getFirst();

        assertThat(print(plain.getFilterChains(0)))
                .contains("\"PERMANENT_REDIRECT\"", "\"port_redirect\": 443.0", "masked_remote_address")
                .doesNotContain("ext_authz\"", "\"rds\"");
        assertThat(print(plain.getFilterChains(32))).contains("\"rds\"").doesNotContain("PERMANENT_REDIRECT");
    }

    @Test
    void proxyProtocol_isReadFirst_andOnlyProxiesHaveAChain() throws IOException {
        var edge = new Edge(
                OptionalInt.empty(), OptionalInt.empty(), List.of(new Network("10.0.0.0", 8)), true, Optional.empty());
        var listeners = translator.translate(secure(edge, false, false)).listeners();

        assertThat(listeners).hasSize(2).allSatisfy(listener -> {
            assertThat(listener.getListenerFilters(0).getName()).isEqualTo("envoy.filters.listener.proxy_protocol");
            assertThat(listener.getFilterChainsCount()).isEqualTo(32);
            assertThat(listener.getFilterChainMatcher().hasOnNoMatch()).isFalse();
            assertThat(print(listener.getFilterChainMatcher())).contains("DirectSourceIPInput", "\"10.0.0.0\"");
        });
    }

    @Test
    void changedLimit_changesTheVersionOfRoutesAlone() {
        var one = topology(600_000, true);
        var before = ContentSnapshot.of(translator.translate(one));
        var after = ContentSnapshot.of(translator.translate(new Topology(
                SERVICES, one.apis(), Edge.DEFAULT, List.of(one.limits().getFirst()))));

        assertThat(after.routes().version()).isNotEqualTo(before.routes().version());
        assertThat(after.listeners().version()).isEqualTo(before.listeners().version());
    }

    @Test
    void twoPools_shareByTheirWeights() throws IOException {
        var api = WeirConfig.read(Path.of("../weir.yaml")).apis().get(1);
        var route = new ApiRoute(
                api,
                List.of(
                        new PoolEndpoints(new PoolName("edge"), List.of(endpoint("amber", 9101, 300_000, true))),
                        new PoolEndpoints(
                                new PoolName("cloud"),
                                List.of(
                                        endpoint("birch", 9103, 600_000, true),
                                        endpoint("cedar", 9105, 100_000, false)))));

        var xds = translator.translate(new Topology(SERVICES, List.of(route)));

        assertGolden("routes-two-pools.json", xds.routes().getFirst());
    }

    @Test
    void serviceByName_isFoundByDns_andAskedHowItIs_andEnvoyListensWhereItIsTold() throws IOException {
        var services = new ServiceAddresses(
                new Place("10.1.2.3", 443),
                new Place("judge.weir.svc", 9191),
                new Place("::1", 9192),
                new Place("127.0.0.1", 8081),
                new Place("control-plane", 18000));

        var xds = translator.translate(new Topology(services, List.of(split(10, 600_000, 900_000))));

        var listening = xds.listeners().getFirst().getAddress().getSocketAddress();
        assertThat(listening.getAddress() + " " + listening.getPortValue()).isEqualTo("10.1.2.3 443");
        assertThat(xds.clusters().subList(0, 4))
                .extracting(cluster -> cluster.getName() + " " + cluster.getType() + " "
                        + cluster.getLoadAssignment()
                                .getEndpoints(0)
                                .getLbEndpoints(0)
                                .getEndpoint()
                                .getAddress()
                                .getSocketAddress()
                                .getAddress())
                .containsExactly(
                        "judge STRICT_DNS judge.weir.svc",
                        "ratelimit STATIC ::1",
                        "telemetry STRICT_DNS control-plane",
                        "auth STATIC 127.0.0.1");
        assertGolden("cluster-judge-by-name.json", xds.clusters().getFirst());
        assertThat(xds.clusters().subList(0, 4))
                .extracting(cluster -> cluster.getHealthChecksList().stream().anyMatch(HealthCheck::hasGrpcHealthCheck))
                .containsExactly(true, false, true, false);
    }

    @Test
    void serviceOfAGatewayWithAnIdentity_isDialledOverTls_andHasToShowItsRole() throws IOException {
        var services = SERVICES.with(new GatewayIdentity("/etc/weir/tls"));

        var clusters = translator
                .translate(new Topology(services, List.of(split(10, 600_000, 900_000))))
                .clusters();

        assertGolden("cluster-judge-tls.json", clusters.getFirst());
        assertThat(clusters.subList(0, 4))
                .extracting(cluster -> cluster.getName() + " " + roles(cluster))
                .containsExactly(
                        "judge spiffe://weir/judge",
                        "ratelimit spiffe://weir/ratelimit",
                        "telemetry spiffe://weir/control-plane",
                        "auth spiffe://weir/judge");
        assertThat(clusters.subList(4, clusters.size())).noneMatch(Cluster::hasTransportSocket);
    }

    private static String roles(Cluster cluster) {
        return ROLE.matcher(
                        cluster.getTransportSocket().getTypedConfig().getValue().toStringUtf8())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining(" "));
    }

    @Test
    void nodeBehindAListenerOfEnvoysOwn_isNamedByListenerAndNode() {
        var node = new NodeId("phone-7");
        var behind = new WeightedEndpoint(
                node, new EndpointAddress.Internal("relay", node), 1_000_000, true, TokenAmount.ZERO, "eu-west");
        var api = WeirConfig.read(Path.of("../weir.yaml")).apis().get(1);
        var route = new ApiRoute(api, List.of(new PoolEndpoints(new PoolName("phones"), List.of(behind))));

        var xds = translator.translate(new Topology(SERVICES, List.of(route)));

        var address = xds.endpoints()
                .getFirst()
                .getEndpoints(0)
                .getLbEndpoints(0)
                .getEndpoint()
                .getAddress();
        assertThat(address.getEnvoyInternalAddress())
                .isEqualTo(EnvoyInternalAddress.newBuilder()
                        .setServerListenerName("relay")
                        .setEndpointId("phone-7")
                        .build());
    }

    /** Their own names, paths, headers and TLS; beside nodes of the registry with answers sifted, alone without. */
    @Test
    void endpointsByUrl_alone_andBesideNodesOfTheRegistry() throws IOException {
        var config = YamlReader.read("weir.yaml", """
                apis:
                - {name: own, match: {prefix: /own, strip: true}, pools: [cloud], access: public, actuator: weights}
                - {name: rest, match: {prefix: /}, pools: [edge, cloud, plain]}
                pools:
                - {name: edge, nodes: registry}
                - name: cloud
                  ca: /etc/ca.pem
                  health: {path: /health}
                  endpoints:
                  - {name: one, url: "https://one.example:8443/v3/${RPC_KEY}", headers: {authorization: "Bearer ${file:/run/key}", x-b: "a&b=c"}}
                - {name: plain, endpoints: [{url: "http://10.0.0.7:8080"}]}
                """.getBytes(StandardCharsets.UTF_8), WeirConfig.class);
        var one = named(config.pools().get(1).endpoints().getFirst(), "192.0.2.1");
        var plain = named(config.pools().get(2).endpoints().getFirst(), "10.0.0.7");
        var xds = new TopologyTranslator(Optional.empty(), Path.of("/etc/roots.pem"))
                .translate(new Topology(
                        SERVICES,
                        List.of(
                                new ApiRoute(
                                        config.apis().getFirst(),
                                        List.of(new PoolEndpoints(new PoolName("cloud"), List.of(one)))),
                                new ApiRoute(
                                        config.apis().get(1),
                                        List.of(new PoolEndpoints(
                                                WeirConfig.Api.ANY_POOL,
                                                List.of(endpoint("amber", 9101, 1, true), one, plain))))),
                        Edge.DEFAULT,
                        List.of(),
                        config.pools()));

        assertGolden("routes-own.json", xds.routes().getFirst());
        for (var cluster : xds.clusters()) {
            if (cluster.getName().contains(".")) {
                assertGolden("cluster-" + cluster.getName() + ".json", cluster);
            }
        }
        for (var endpoints : xds.endpoints()) {
            assertGolden("endpoints-" + endpoints.getClusterName() + ".json", endpoints);
        }
    }

    /** Where some pools answer some methods alone, each endpoint names the groups that it is in, and what a pick falls back to keeps to a call's. */
    @Test
    void poolsByMethod_areGroups_thatAPickFallsBackWithin() throws IOException {
        var config = YamlReader.read("weir.yaml", """
                apis:
                - {name: chain, match: {prefix: /}, protocol: json-rpc, methods: [eth_*, debug_*], pools: [full, archive], access: public, actuator: pick}
                pools:
                - {name: full, methods: ["*", "!debug_*"], endpoints: [{name: full, url: "http://10.0.0.1:8545"}]}
                - {name: archive, endpoints: [{name: old, url: "http://10.0.0.2:8545"}]}
                chain: memory
                """.getBytes(StandardCharsets.UTF_8), WeirConfig.class);
        var endpoints = config.pools().stream()
                .map(pool -> named(
                        pool.endpoints().getFirst(),
                        pool.endpoints().getFirst().url().host()))
                .toList();

        var xds = new TopologyTranslator(Optional.empty(), Path.of("/etc/roots.pem"))
                .translate(new Topology(
                        SERVICES,
                        List.of(new ApiRoute(
                                config.apis().getFirst(),
                                List.of(new PoolEndpoints(WeirConfig.Api.ANY_POOL, endpoints)))),
                        Edge.DEFAULT,
                        List.of(),
                        config.pools()));

        assertGolden("routes-chain.json", xds.routes().getFirst());
        assertGolden("cluster-chain.any.json", xds.clusters().getLast());
        assertGolden("endpoints-chain.any.json", xds.endpoints().getFirst());
    }

    private static WeightedEndpoint named(Upstream upstream, String address) {
        return new WeightedEndpoint(
                upstream.name(),
                new EndpointAddress.Socket(address, upstream.url().port()),
                500_000,
                true,
                upstream.price(),
                upstream.region(),
                Optional.of(upstream));
    }

    @Test
    void canary_hasATwinOfEachCluster_withItsOwnWeights() throws IOException {
        var xds = translator.translate(new Topology(SERVICES, List.of(split(10, 600_000, 900_000))));

        assertGolden("routes-canary.json", xds.routes().getFirst());
        assertThat(xds.clusters())
                .extracting(Cluster::getName)
                .endsWith("quotes.edge", "quotes.edge.control", "quotes.edge.canary");
        var twin = xds.clusters().getLast();
        assertThat(twin.toBuilder().setName("quotes.edge").build())
                .isEqualTo(xds.clusters().get(xds.clusters().size() - 3));
        assertThat(xds.endpoints().get(1).getEndpointsList())
                .isEqualTo(xds.endpoints().getFirst().getEndpointsList());
        assertGolden("endpoints-quotes.edge.canary.json", xds.endpoints().getLast());
    }

    @Test
    void canaryWithoutCalls_isThere_butNoRouteNamesIt() {
        var xds = translator.translate(new Topology(SERVICES, List.of(split(0, 600_000, 900_000))));
        var without = translator.translate(new Topology(SERVICES, List.of(plain(split(0, 600_000, 900_000)))));

        assertThat(xds.clusters()).extracting(Cluster::getName).contains("quotes.edge.canary");
        assertThat(xds.routes()).isEqualTo(without.routes());
    }

    @Test
    void canaryOfTwoPools_dividesEachPoolsPart_whateverItsNodesWeighTogether() throws IOException {
        var api = WeirConfig.read(Path.of("../weir.yaml")).apis().get(1);
        var route = new ApiRoute(
                api,
                List.of(
                        new PoolEndpoints(new PoolName("edge"), List.of(endpoint("amber", 9101, 300_000, true))),
                        new PoolEndpoints(new PoolName("cloud"), List.of(endpoint("birch", 9103, 100_000, true)))),
                Optional.of(new Canary(
                        10,
                        List.of(
                                new PoolEndpoints(
                                        new PoolName("edge"), List.of(endpoint("amber", 9101, 500_000, true))),
                                new PoolEndpoints(
                                        new PoolName("cloud"), List.of(endpoint("birch", 9103, 500_000, true)))))),
                Collections.emptySortedMap());

        assertGolden(
                "routes-canary-two-pools.json",
                translator
                        .translate(new Topology(SERVICES, List.of(route)))
                        .routes()
                        .getFirst());
    }

    @Test
    void movedSplit_changesTheVersionOfRoutesAlone_andCanaryWeightsThatOfEndpointsAlone() {
        var before = snapshot(split(1, 600_000, 900_000));
        var moved = snapshot(split(10, 600_000, 900_000));
        var weighed = snapshot(split(1, 600_000, 800_000));

        assertThat(moved.routes().version()).isNotEqualTo(before.routes().version());
        assertThat(moved.endpoints().version()).isEqualTo(before.endpoints().version());
        assertThat(moved.clusters().version()).isEqualTo(before.clusters().version());
        assertThat(weighed.endpoints().version())
                .isNotEqualTo(before.endpoints().version());
        assertThat(weighed.routes().version()).isEqualTo(before.routes().version());
        assertThat(weighed.clusters().version()).isEqualTo(before.clusters().version());
    }

    private Snapshot snapshot(ApiRoute route) {
        return ContentSnapshot.of(translator.translate(new Topology(SERVICES, List.of(route))));
    }

    private static ApiRoute split(int percent, int weight, int canaryWeight) {
        var api = WeirConfig.read(Path.of("../weir.yaml")).apis().get(1);
        return new ApiRoute(
                api,
                List.of(edge(weight)),
                Optional.of(new Canary(percent, List.of(edge(canaryWeight)))),
                Collections.emptySortedMap());
    }

    private static ApiRoute plain(ApiRoute route) {
        return new ApiRoute(route.api(), route.pools());
    }

    private static PoolEndpoints edge(int weight) {
        return new PoolEndpoints(
                new PoolName("edge"),
                List.of(endpoint("amber", 9101, weight, true), endpoint("birch", 9103, 1_000_000 - weight, true)));
    }

    @Test
    void changedWeight_changesTheVersionOfEndpointsAlone() {
        var before = ContentSnapshot.of(translator.translate(topology(600_000, true)));
        var after = ContentSnapshot.of(translator.translate(topology(500_000, true)));

        assertThat(after.endpoints().version()).isNotEqualTo(before.endpoints().version());
        assertThat(after.clusters().version()).isEqualTo(before.clusters().version());
        assertThat(after.routes().version()).isEqualTo(before.routes().version());
        assertThat(after.listeners().version()).isEqualTo(before.listeners().version());
    }

    @Test
    void equalTopologies_giveEqualVersions() {
        var one = ContentSnapshot.of(translator.translate(topology(600_000, true)));
        var other = ContentSnapshot.of(new TopologyTranslator().translate(topology(600_000, true)));

        assertThat(other.endpoints().version()).isEqualTo(one.endpoints().version());
        assertThat(other.clusters().version()).isEqualTo(one.clusters().version());
    }

    @Test
    void endpointsOfAnApiThatStays_areTheSameObjects_andThoseOfOneThatChanges_areNot() {
        var one = topology(600_000, true);
        var apis = new ArrayList<>(one.apis());
        apis.set(0, new ApiRoute(apis.getFirst().api(), List.of(edge(500_000))));
        var other = new Topology(SERVICES, apis, Edge.DEFAULT, one.limits());

        var before = translator.translate(one).endpoints();
        var after = translator.translate(other).endpoints();

        assertThat(after.getFirst()).isNotEqualTo(before.getFirst());
        assertThat(after.get(1)).isSameAs(before.get(1));
        assertThat(after).isEqualTo(new TopologyTranslator().translate(other).endpoints());
    }

    private static Topology topology(int weight, boolean usable) {
        var pool = new PoolEndpoints(
                new PoolName("edge"),
                List.of(endpoint("amber", 9101, weight, true), endpoint("birch", 9103, 1_000_000 - weight, usable)));
        var apis = WeirConfig.read(Path.of("../weir.yaml")).apis().stream()
                .map(api -> new ApiRoute(api, List.of(pool)))
                .toList();
        return new Topology(SERVICES, apis, Edge.DEFAULT, limits(apis));
    }

    private static List<CallerLimit> limits(List<ApiRoute> apis) {
        return LimitsFile.read(Path.of("../deploy/limits/weir.yaml"))
                .callerLimits(apis.stream().map(route -> route.api().name()).toList());
    }

    /** Its chains are alike but for their names, and which of them a source gets is Envoy's to show. */
    private static Listener onePart(Listener listener) {
        return listener.toBuilder()
                .clearFilterChains()
                .addFilterChains(listener.getFilterChains(0))
                .clearFilterChainMatcher()
                .build();
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

    private static void assertGolden(String name, Message resource) throws IOException {
        var file = GOLDEN.resolve(name);
        var json = print(resource);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, json);
        }
        assertThat(json).as(name).isEqualTo(Files.readString(file));
    }

    private static String print(MessageOrBuilder resource) throws IOException {
        return JsonFormat.printer()
                        .usingTypeRegistry(TypeRegistry.newBuilder()
                                .add(TypedStruct.getDescriptor())
                                .add(StringValue.getDescriptor())
                                .add(HttpConnectionManager.getDescriptor())
                                .build())
                        .print(resource)
                + "\n";
    }
}
