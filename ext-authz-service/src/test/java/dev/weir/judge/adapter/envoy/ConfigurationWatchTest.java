package dev.weir.judge.adapter.envoy;

import static dev.weir.judge.adapter.envoy.FakeControlPlane.cluster;
import static dev.weir.judge.adapter.envoy.FakeControlPlane.endpoint;
import static dev.weir.judge.adapter.envoy.FakeControlPlane.response;
import static io.envoyproxy.envoy.config.core.v3.HealthStatus.DEGRADED;
import static io.envoyproxy.envoy.config.core.v3.HealthStatus.DRAINING;
import static io.envoyproxy.envoy.config.core.v3.HealthStatus.HEALTHY;
import static io.envoyproxy.envoy.config.core.v3.HealthStatus.TIMEOUT;
import static io.envoyproxy.envoy.config.core.v3.HealthStatus.UNHEALTHY;
import static io.envoyproxy.envoy.config.core.v3.HealthStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.balancing.PickCandidate;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.model.ApiName;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConfigurationWatchTest {
    private static final ApiName QUOTES = new ApiName("quotes");

    private final FakeControlPlane controlPlane = new FakeControlPlane();
    private final EndpointDirectory directory = new EndpointDirectory();
    private final ConfigurationWatch watch = new ConfigurationWatch(
            ManagedChannelBuilder.forAddress("127.0.0.1", controlPlane.port())
                    .usePlaintext()
                    .build(),
            List.of(new HeardEndpoints(directory)));

    @BeforeEach
    void start() {
        watch.start();
    }

    @AfterEach
    void close() {
        watch.close();
        controlPlane.close();
    }

    @Test
    void subscription_asksForAllOfEachType_asAJudge() throws Exception {
        for (var type : List.of(
                "cluster.v3.Cluster",
                "endpoint.v3.ClusterLoadAssignment",
                "listener.v3.Listener",
                "route.v3.RouteConfiguration")) {
            var request = next(controlPlane.requests());
            assertThat(request.getTypeUrl()).endsWith("envoy.config." + type);
            assertThat(request.getNode().getUserAgentName()).isEqualTo("weir-judge");
            assertThat(request.getResourceNamesList()).containsExactly("*");
        }
    }

    @Test
    void endpoints_thatAreTold_areKnownAndAcknowledged() throws Exception {
        stream().onNext(response("7", cluster("quotes.edge", endpoint("amber", 9101, HEALTHY))));

        await().untilAsserted(() -> assertThat(nodes()).containsExactly("amber"));
        for (int type = 0; type < 4; type++) {
            next(controlPlane.requests());
        }
        DiscoveryRequest ack = next(controlPlane.requests());
        assertThat(ack.getVersionInfo()).isEqualTo("7");
        assertThat(ack.getResponseNonce()).isEqualTo("nonce-7");
        assertThat(ack.hasErrorDetail()).isFalse();
    }

    /** The form in which Envoy looks for a picked endpoint. */
    @Test
    void endpointBehindAListenerOfEnvoysOwn_isPickedByListenerAndNode() throws Exception {
        var behind = endpoint("phone-7", 1, HEALTHY).toBuilder();
        behind.getEndpointBuilder()
                .getAddressBuilder()
                .getEnvoyInternalAddressBuilder()
                .setServerListenerName("relay")
                .setEndpointId("phone-7");
        stream().onNext(response("7", cluster("quotes.edge", behind.build())));

        await().untilAsserted(() -> assertThat(directory.of(QUOTES))
                .extracting(candidate -> candidate.address().toString())
                .containsExactly("envoy://relay/phone-7"));
    }

    @Test
    void endpoints_thatEnvoyWouldNotUse_areNotUsable() throws Exception {
        stream()
                .onNext(response(
                        "1",
                        cluster(
                                "quotes.edge",
                                endpoint("healthy", 9101, HEALTHY),
                                endpoint("unknown", 9102, UNKNOWN),
                                endpoint("degraded", 9103, DEGRADED),
                                endpoint("unhealthy", 9104, UNHEALTHY),
                                endpoint("draining", 9105, DRAINING),
                                endpoint("timeout", 9106, TIMEOUT))));

        await().untilAsserted(() -> assertThat(directory.of(QUOTES)).hasSize(6));
        assertThat(directory.of(QUOTES).stream()
                        .filter(PickCandidate::usable)
                        .map(candidate -> candidate.node().value()))
                .containsExactly("healthy", "unknown", "degraded");
    }

    @Test
    void unreadableEndpoints_leaveTheLastGoodOnes_andAreAskedForAnew() throws Exception {
        var first = stream();
        first.onNext(response("1", cluster("quotes.edge", endpoint("amber", 9101, HEALTHY))));
        await().untilAsserted(() -> assertThat(nodes()).containsExactly("amber"));

        first.onNext(response("2", cluster("quotes.edge", endpoint("", 9101, HEALTHY))));

        var second = stream();
        assertThat(nodes()).containsExactly("amber");
        second.onNext(response("3", cluster("quotes.edge", endpoint("birch", 9103, HEALTHY))));
        await().untilAsserted(() -> assertThat(nodes()).containsExactly("birch"));
    }

    @Test
    void controlPlaneGone_leavesTheLastGoodOnes_andIsDialledAgain() throws Exception {
        var first = stream();
        first.onNext(response("1", cluster("quotes.edge", endpoint("amber", 9101, HEALTHY))));
        await().untilAsserted(() -> assertThat(nodes()).containsExactly("amber"));

        first.onError(Status.UNAVAILABLE.asRuntimeException());

        var second = stream();
        assertThat(nodes()).containsExactly("amber");
        second.onCompleted();
        stream().onNext(response("2", cluster("quotes.edge", endpoint("birch", 9103, HEALTHY))));
        await().untilAsserted(() -> assertThat(nodes()).containsExactly("birch"));
    }

    private StreamObserver<DiscoveryResponse> stream() throws InterruptedException {
        return next(controlPlane.streams());
    }

    private List<String> nodes() {
        return directory.of(QUOTES).stream()
                .map(candidate -> candidate.node().value())
                .toList();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("within 10 s").isNotNull();
        return Objects.requireNonNull(next);
    }
}
