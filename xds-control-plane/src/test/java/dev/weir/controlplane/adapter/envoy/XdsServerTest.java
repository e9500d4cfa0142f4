package dev.weir.controlplane.adapter.envoy;

import static dev.weir.controlplane.Fixtures.AMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.rpc.Status;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.LoadReport;
import dev.weir.scoring.Attempt;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server on a real port, with a client that behaves as Envoy does. */
@Timeout(30)
final class XdsServerTest {
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
    private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    private static final GatewaySync NEVER = new GatewaySync(false, 0, "never came");

    private final AdsPublisher publisher = new AdsPublisher();
    private final AttemptQueue attempts = new AttemptQueue();
    private final AccessRing requests = new AccessRing();
    private final LinkedBlockingQueue<DiscoveryResponse> answers = new LinkedBlockingQueue<>();
    private XdsServer server;
    private ManagedChannel channel;
    private StreamObserver<DiscoveryRequest> stream;

    @BeforeEach
    void connect() throws IOException {
        server = XdsServer.start(new InetSocketAddress("127.0.0.1", 0), publisher, attempts, requests);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        stream = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(new StreamObserver<>() {
            @Override
            public void onNext(DiscoveryResponse answer) {
                answers.add(answer);
            }

            @Override
            public void onError(Throwable broken) {}

            @Override
            public void onCompleted() {}
        });
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void gateway_getsTheEndpointsItAsksFor() throws Exception {
        publisher.publish(ToldTopologies.topology(600_000, true));
        ask();

        assertThat(weightOfAmber(next())).isEqualTo(600_000);
    }

    @Test
    void gateway_thatAskedBeforeAnythingWasPublished_getsItThen() throws Exception {
        ask();
        awaiting(() -> sync().connected());
        publisher.publish(ToldTopologies.topology(600_000, true));

        assertThat(weightOfAmber(next())).isEqualTo(600_000);
    }

    @Test
    void changedWeight_isPushed_andItsAcknowledgementCounted() throws Exception {
        publisher.publish(ToldTopologies.topology(600_000, true));
        ask();
        acknowledge(next());
        publisher.publish(ToldTopologies.topology(500_000, true));
        var pushed = next();
        acknowledge(pushed);

        assertThat(weightOfAmber(pushed)).isEqualTo(500_000);
        awaiting(() -> sync().equals(new GatewaySync(true, 2, "")));
    }

    @Test
    void refusedResources_areShown_andNotSentAgain_untilTheyChange() throws Exception {
        publisher.publish(ToldTopologies.topology(600_000, true));
        ask();
        refuse(next());
        awaiting(() -> sync().equals(new GatewaySync(true, 0, ENDPOINTS + ": weight is too heavy")));

        // The next thing that comes is the changed version: the refused one was not sent a second time.
        publisher.publish(ToldTopologies.topology(500_000, true));
        var mended = next();
        assertThat(weightOfAmber(mended)).isEqualTo(500_000);

        acknowledge(mended);
        awaiting(() -> sync().equals(new GatewaySync(true, 1, "")));
    }

    @Test
    void refusal_staysShown_whileOtherTypesAreTaken() throws Exception {
        publisher.publish(ToldTopologies.topology(600_000, true));
        ask();
        refuse(next());
        stream.onNext(DiscoveryRequest.newBuilder().setTypeUrl(CLUSTERS).build());
        acknowledge(next());

        awaiting(() -> sync().acknowledged() == 1);
        assertThat(sync().lastRefusal()).isEqualTo(ENDPOINTS + ": weight is too heavy");
    }

    @Test
    void gateway_thatLeaves_isNotConnected_andRemembered() throws Exception {
        publisher.publish(ToldTopologies.topology(600_000, true));
        ask();
        acknowledge(next());
        awaiting(() -> sync().acknowledged() == 1);
        channel.shutdownNow();

        awaiting(() -> sync().equals(new GatewaySync(false, 1, "")));
    }

    @Test
    void attemptsAndRequests_arriveByTheNameOfTheirLog() throws Exception {
        log("weir-attempts", attempt());
        log("weir-requests", Entries.entry("", 200));

        assertThat(attempts.drain())
                .extracting(Attempt::node, Attempt::gateway)
                .containsExactly(tuple(AMBER, "gateway-1"));
        assertThat(requests.recent()).hasSize(1);
        assertThat(server.malformedEntries()).isZero();
    }

    @Test
    void malformedEntries_areCounted_andThoseAfterThemTaken() throws Exception {
        log(
                "weir-attempts",
                Entries.entry("upstream_cluster: 'quotes.edge' custom_tags { key: 'node' value: 'a b' }", 200),
                Entries.entry(
                        "upstream_cluster: 'quotes.edge' custom_tags { key: 'node' value: 'amber' } time_to_first_upstream_tx_byte {}"
                                + " time_to_last_upstream_rx_byte { seconds: 9223372036854775807 nanos: 2000000000 }",
                        200),
                attempt());
        log("weir-requests", Entries.entry("start_time { seconds: 9223372036854775807 }", 200));
        log("of-somebody-else", attempt());

        assertThat(attempts.drain()).hasSize(1);
        assertThat(server.malformedEntries()).isEqualTo(4);
    }

    @Test
    void attemptThatWasLoggedBefore_isCountedAndDropped_onWhicheverStream() throws Exception {
        log("weir-attempts", attempt(), attempt());
        log("weir-attempts", attempt());

        assertThat(attempts.drain()).hasSize(1);
        assertThat(server.repeatedEntries()).isEqualTo(2);
    }

    @Test
    void loadReport_comesWithItsAttempt_andOneThatCannotBeReadIsCounted() throws Exception {
        log("weir-attempts", reporting("TEXT application_utilization=0.42"), reporting("scribble"));

        assertThat(attempts.drain())
                .extracting(Attempt::load)
                .containsExactly(Optional.of(new LoadReport(0.42, 0, 0)), Optional.empty());
        assertThat(server.malformedReports()).isEqualTo(1);
        assertThat(server.malformedEntries()).isZero();
    }

    /** So that an Envoy that starts dials the relay instead, and is served. */
    @Test
    void server_isHealthy_onceItHasSomethingToTell() {
        assertThat(health()).isEqualTo(ServingStatus.NOT_SERVING);

        publisher.publish(ToldTopologies.topology(600_000, true));

        assertThat(health()).isEqualTo(ServingStatus.SERVING);
    }

    private ServingStatus health() {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    @Test
    void takenPort_isAnIOException() {
        assertThatThrownBy(() -> XdsServer.start(
                        new InetSocketAddress("127.0.0.1", server.port()), publisher, attempts, requests))
                .isInstanceOf(IOException.class);
    }

    private void ask() {
        stream.onNext(DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId("gateway-1"))
                .setTypeUrl(ENDPOINTS)
                .addResourceNames("quotes.edge")
                .build());
    }

    private DiscoveryResponse next() throws InterruptedException {
        var answer = answers.poll(10, TimeUnit.SECONDS);
        assertThat(answer).as("an answer within 10 s").isNotNull();
        return answer;
    }

    private void acknowledge(DiscoveryResponse answer) {
        stream.onNext(reply(answer).setVersionInfo(answer.getVersionInfo()).build());
    }

    private void refuse(DiscoveryResponse answer) {
        stream.onNext(reply(answer)
                .setErrorDetail(Status.newBuilder().setCode(3).setMessage("weight is too heavy"))
                .build());
    }

    private static DiscoveryRequest.Builder reply(DiscoveryResponse answer) {
        var reply =
                DiscoveryRequest.newBuilder().setTypeUrl(answer.getTypeUrl()).setResponseNonce(answer.getNonce());
        return answer.getTypeUrl().equals(ENDPOINTS) ? reply.addResourceNames("quotes.edge") : reply;
    }

    private static int weightOfAmber(DiscoveryResponse answer) throws InvalidProtocolBufferException {
        return answer.getResources(0)
                .unpack(ClusterLoadAssignment.class)
                .getEndpoints(0)
                .getLbEndpoints(0)
                .getLoadBalancingWeight()
                .getValue();
    }

    private GatewaySync sync() {
        return publisher.gateways().getOrDefault("gateway-1", NEVER);
    }

    /** The server answers by its own threads and calls nobody: looked at until it is so. */
    private static void awaiting(BooleanSupplier condition) {
        var end = Instant.now().plus(Duration.ofSeconds(10));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("the condition within 10 s").isBefore(end);
            Thread.onSpinWait();
        }
    }

    private static HTTPAccessLogEntry attempt() throws TextFormat.ParseException {
        return Entries.entry(
                "upstream_cluster: 'quotes.edge' custom_tags { key: 'node' value: 'amber' } time_to_last_upstream_rx_byte { nanos: 1 }",
                200);
    }

    private static HTTPAccessLogEntry reporting(String load) throws TextFormat.ParseException {
        var entry = attempt().toBuilder();
        entry.getResponseBuilder().putResponseHeaders("endpoint-load-metrics", load);
        return entry.build();
    }

    /** Sends entries as one message and waits until the server has taken the whole stream. */
    private void log(String name, HTTPAccessLogEntry... entries) throws InterruptedException {
        var done = new CountDownLatch(1);
        var log = AccessLogServiceGrpc.newStub(channel)
                .streamAccessLogs(new StreamObserver<StreamAccessLogsResponse>() {
                    @Override
                    public void onNext(StreamAccessLogsResponse answer) {}

                    @Override
                    public void onError(Throwable broken) {}

                    @Override
                    public void onCompleted() {
                        done.countDown();
                    }
                });
        var message = StreamAccessLogsMessage.newBuilder();
        message.getIdentifierBuilder().setLogName(name).getNodeBuilder().setId("gateway-1");
        for (var entry : entries) {
            message.getHttpLogsBuilder().addLogEntry(entry);
        }
        log.onNext(message.build());
        log.onCompleted();
        assertThat(done.await(10, TimeUnit.SECONDS))
                .as("the stream was taken to its end")
                .isTrue();
    }
}
