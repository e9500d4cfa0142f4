package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gateways and a judge at the server on a real port: who is told which weights. */
@Timeout(30)
final class PartedGatewaysTest {
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
    private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    private static final int NODES = 20;
    private static final Map<String, Double> EVEN = Map.of("gateway-1", 0.5, "gateway-2", 0.5);

    private final AdsPublisher publisher = new AdsPublisher();
    private XdsServer server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server =
                XdsServer.start(new InetSocketAddress("127.0.0.1", 0), publisher, new AttemptQueue(), new AccessRing());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void gatewaysThatSendCalls_areToldTheirOwnPart_andTheJudgeAll() throws Exception {
        publisher.publish(topology(Map.of(), 1));
        var one = new Client("gateway-1");
        var other = new Client("gateway-2");
        var judge = new Client("judge");
        assertThat(one.until(NODES)).containsOnly(1);

        publisher.publish(topology(EVEN, 1));

        var ones = one.until(NODES / 2);
        var others = other.until(NODES / 2);
        assertThat(IntStream.range(0, NODES)).allMatch(node -> large(ones.get(node)) ^ large(others.get(node)));
        assertThat(judge.until(NODES)).containsOnly(1);
    }

    @Test
    void changedWeights_areToldToEachGatewayItsOwnWay() throws Exception {
        publisher.publish(topology(EVEN, 1));
        var one = new Client("gateway-1");
        var before = one.until(NODES / 2);

        publisher.publish(topology(EVEN, 3));

        assertThat(one.next()).isNotEqualTo(before);
    }

    @Test
    void gatewaysThatSendNothingAnyMore_areToldAll() throws Exception {
        publisher.publish(topology(EVEN, 1));
        var one = new Client("gateway-1");
        one.until(NODES / 2);

        publisher.publish(topology(Map.of(), 1));

        assertThat(one.until(NODES)).containsOnly(1);
    }

    @Test
    void gatewayThatComesAgain_afterAllWereToldTheSame_isToldTheSame() throws Exception {
        publisher.publish(topology(EVEN, 1));
        publisher.publish(topology(Map.of(), 1));

        assertThat(new Client("gateway-1").until(NODES)).containsOnly(1);
    }

    @Test
    void gatewayThatNeverNamesItself_isToldAll() throws Exception {
        publisher.publish(topology(EVEN, 1));

        assertThat(new Client("").until(NODES)).containsOnly(1);
    }

    /** As where {@code set_node_on_first_message_only} is true. */
    @Test
    void gatewayThatNamesItself_inItsFirstRequestAlone_isToldItsPart() throws Exception {
        publisher.publish(topology(EVEN, 1));

        new Client("gateway-1", "").until(NODES / 2);

        assertThat(publisher.addressable()).containsExactly("gateway-1");
    }

    @Test
    void gatewayThatSpeaksDelta_isToldItsPart_andAllWhereNobodyHasOne() throws Exception {
        publisher.publish(topology(EVEN, 1));
        var delta = new Asking<DeltaDiscoveryRequest, DeltaDiscoveryResponse>(
                AggregatedDiscoveryServiceGrpc.newStub(channel)::deltaAggregatedResources);
        delta.send(
                Asking.delta(ENDPOINTS).addResourceNamesSubscribe("quotes.edge").build());
        var part = delta.next();
        delta.send(Asking.delta(ENDPOINTS).setResponseNonce(part.getNonce()).build());
        await().until(() -> publisher.gateways().values().stream().anyMatch(sync -> sync.acknowledged() == 1));
        publisher.publish(topology(Map.of(), 1));

        assertThat(weights(part.getResources(0).getResource()))
                .filteredOn(PartedGatewaysTest::large)
                .hasSize(NODES / 2);
        assertThat(weights(delta.next().getResources(0).getResource())).containsOnly(1);
    }

    private static List<Integer> weights(Any endpoints) throws IOException {
        return endpoints.unpack(ClusterLoadAssignment.class).getEndpoints(0).getLbEndpointsList().stream()
                .map(endpoint -> endpoint.getLoadBalancingWeight().getValue())
                .toList();
    }

    private static boolean large(int weight) {
        return weight > 50_000;
    }

    /** Takes every push and acknowledges it, as Envoy does. */
    private final class Client implements StreamObserver<DiscoveryResponse> {
        private final String id;
        private final LinkedBlockingQueue<List<Integer>> told = new LinkedBlockingQueue<>();
        private final StreamObserver<DiscoveryRequest> stream;

        Client(String id) {
            this(id, id);
        }

        /** @param first by whose name it asks for clusters @param id and for endpoints */
        Client(String first, String id) {
            this.id = id;
            this.stream = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(this);
            stream.onNext(DiscoveryRequest.newBuilder()
                    .setNode(Node.newBuilder().setId(first))
                    .setTypeUrl(CLUSTERS)
                    .build());
            stream.onNext(request().build());
        }

        private DiscoveryRequest.Builder request() {
            return DiscoveryRequest.newBuilder()
                    .setNode(Node.newBuilder().setId(id))
                    .setTypeUrl(ENDPOINTS)
                    .addResourceNames("quotes.edge");
        }

        @Override
        public void onNext(DiscoveryResponse answer) {
            if (answer.getTypeUrl().equals(CLUSTERS)) {
                return;
            }
            try {
                told.add(weights(answer.getResources(0)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            stream.onNext(request()
                    .setVersionInfo(answer.getVersionInfo())
                    .setResponseNonce(answer.getNonce())
                    .build());
        }

        List<Integer> next() throws InterruptedException {
            var weights = told.poll(10, TimeUnit.SECONDS);
            assertThat(weights).as("told within 10 s").isNotNull();
            return weights;
        }

        /** The first that it is told with as many nodes of one weight, or of large ones. */
        List<Integer> until(int nodes) throws InterruptedException {
            while (true) {
                var weights = next();
                long large = weights.stream().filter(PartedGatewaysTest::large).count();
                long alike = weights.stream().distinct().count() == 1 ? weights.size() : 0;
                if (Math.max(large, alike) == nodes) {
                    return weights;
                }
            }
        }

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
    }

    /** @param first weight of the first node, in those of the others */
    private static Topology topology(Map<String, Double> traffic, int first) {
        var endpoints = IntStream.range(0, NODES)
                .mapToObj(node -> new WeightedEndpoint(
                        new NodeId("node-" + node),
                        new EndpointAddress.Socket("127.0.0.1", 9_100 + node),
                        node == 0 ? first : 1,
                        true,
                        TokenAmount.ZERO,
                        ""))
                .toList();
        var api = WeirConfig.read(Path.of("../weir.yaml")).apis().get(1);
        var route = new ApiRoute(
                api,
                List.of(new PoolEndpoints(new PoolName("edge"), endpoints)),
                Optional.empty(),
                new TreeMap<>(traffic));
        return new Topology(ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000), List.of(route));
    }
}
