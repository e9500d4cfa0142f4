package dev.weir.judge.relay.adapter.envoy;

import static dev.weir.judge.relay.adapter.envoy.Telling.CLUSTERS;
import static dev.weir.judge.relay.adapter.envoy.Telling.ENDPOINTS;
import static dev.weir.judge.relay.adapter.envoy.Telling.LISTENERS;
import static dev.weir.judge.relay.adapter.envoy.Telling.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.judge.adapter.envoy.ConfigurationWatch;
import dev.weir.xds.adapter.envoy.Asked;
import dev.weir.xds.adapter.envoy.ContentSnapshot;
import dev.weir.xds.adapter.envoy.StreamWatch;
import dev.weir.xds.adapter.envoy.XdsStreams;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a control plane's streams to a gateway's, over the wire. */
@Timeout(30)
final class RelayTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<@Nullable ContentSnapshot> published = new AtomicReference<>();
    private final XdsStreams streams = new XdsStreams(gateway -> published.get(), new Everybody());

    @TempDir
    private Path folder;

    private Server controlPlane;
    private KeptConfiguration kept;
    private ConfigurationWatch watch;
    private Relay relay;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
        streams.services().forEach(builder::addService);
        controlPlane = builder.build().start();
        kept = new KeptConfiguration(folder, "127.0.0.1:18000", InstantSource.system());
        watch = new ConfigurationWatch(channel(controlPlane.getPort()), List.of(kept));
        relay = Relay.start(new InetSocketAddress("127.0.0.1", 0), kept, meters);
        channel = channel(relay.port());
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        relay.close();
        watch.close();
        kept.close();
        controlPlane.shutdownNow();
    }

    private static ManagedChannel channel(int port) {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    private void told(int weight) {
        published.set(ContentSnapshot.of(Telling.resources(weight)));
        watch.start();
        await().until(() -> kept.newest().isPresent());
    }

    @Test
    void relay_isHealthy_onceItWasToldAll() {
        assertThat(health()).isEqualTo(ServingStatus.NOT_SERVING);

        told(1);

        assertThat(health()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void gatewayThatStarts_isToldAll_atTheControlPlanesVersions_whichIsGone() throws Exception {
        told(7);
        controlPlane.shutdownNow().awaitTermination();
        var gateway = new Gateway();
        for (var type : List.of(CLUSTERS, ENDPOINTS, LISTENERS, ROUTES)) {
            gateway.ask(type, "");
            var answer = gateway.next();
            assertThat(answer.getTypeUrl()).isEqualTo(type);
            assertThat(answer.getVersionInfo()).isEqualTo(version(type));
        }

        assertThat(meters.counter("weir_judge_relay_served").count()).isEqualTo(1);
        assertThat(meters.get("weir_judge_relay_streams").gauge().value()).isEqualTo(1);
        assertThat(meters.get("weir_judge_relay_age_seconds").gauge().value()).isBetween(0.0, 30.0);
    }

    @Test
    void changedWeights_areThoseThatAreTold() throws Exception {
        told(7);
        published.set(ContentSnapshot.of(Telling.resources(8)));
        streams.push();

        await().untilAsserted(() -> {
            var gateway = new Gateway();
            gateway.ask(ENDPOINTS, "");
            assertThat(Telling.weight(gateway.next().getResources(0))).isEqualTo(8);
        });
    }

    /** Its own may be newer, or its part of the nodes. That nothing comes is shown by what comes next. */
    @Test
    void gatewayThatHasAConfiguration_keepsIt() throws Exception {
        told(1);
        var gateway = new Gateway();
        gateway.ask(CLUSTERS, "one-of-before");
        gateway.ask(ENDPOINTS, "another");
        gateway.ask(ROUTES, "");

        assertThat(gateway.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    @Test
    void stream_endsAfterSeconds_soThatItsGatewayLooksForTheControlPlane() throws Exception {
        told(1);
        var gateway = new Gateway();
        gateway.ask(CLUSTERS, "");
        gateway.next();

        assertThat(gateway.ended.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private String version(String type) {
        return Objects.requireNonNull(published.get()).version(Resources.TYPE_URLS_TO_RESOURCE_TYPE.get(type));
    }

    private ServingStatus health() {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private final class Gateway implements StreamObserver<DiscoveryResponse> {
        final CompletableFuture<Status> ended = new CompletableFuture<>();
        private final LinkedBlockingQueue<DiscoveryResponse> answers = new LinkedBlockingQueue<>();
        private final StreamObserver<DiscoveryRequest> stream =
                AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(this);

        void ask(String type, String version) {
            stream.onNext(DiscoveryRequest.newBuilder()
                    .setNode(Node.newBuilder().setId("gateway-1"))
                    .setTypeUrl(type)
                    .setVersionInfo(version)
                    .addResourceNames("*")
                    .build());
        }

        DiscoveryResponse next() throws InterruptedException {
            var answer = answers.poll(10, TimeUnit.SECONDS);
            assertThat(answer).as("an answer within 10 s").isNotNull();
            // As Envoy does: routes wait for the clusters that they name.
            stream.onNext(DiscoveryRequest.newBuilder()
                    .setTypeUrl(answer.getTypeUrl())
                    .setVersionInfo(answer.getVersionInfo())
                    .setResponseNonce(answer.getNonce())
                    .addResourceNames("*")
                    .build());
            return answer;
        }

        @Override
        public void onNext(DiscoveryResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable broken) {
            ended.complete(Status.fromThrowable(broken));
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.OK);
        }
    }

    private static final class Everybody implements StreamWatch {
        @Override
        public boolean asked(long stream, Asked asked) {
            return true;
        }

        @Override
        public void closed(long stream) {}
    }
}
