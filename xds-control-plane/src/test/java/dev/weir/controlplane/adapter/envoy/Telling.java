package dev.weir.controlplane.adapter.envoy;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.fleet.port.FakeVerifier;
import dev.weir.controlplane.loop.Artifacts;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.loop.port.FakeArtifacts;
import dev.weir.controlplane.loop.port.FakePublisher;
import dev.weir.controlplane.loop.port.FakeWeightStore;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.operator.port.FakeOrderStore;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.port.FakeRolloutStore;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import dev.weir.scoring.WindowSample;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.WeightedEndpoint;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway's telemetry and what becomes of it, with two nodes that live. */
final class Telling {
    static final Duration TICK = Duration.ofMillis(250);

    final SettableClock clock = new SettableClock(START);
    final AttemptQueue attempts = new AttemptQueue();
    final AccessLogReceiver receiver = new AccessLogReceiver(attempts, new AccessRing(), clock);
    final FakePublisher publisher = new FakePublisher();
    final List<WindowSample> kept = new ArrayList<>();
    Duration envoyAhead = Duration.ZERO;

    private final Fleet fleet = new Fleet(new FakeVerifier(), clock);
    private final GatewayLoop loop = loop();
    private final StreamObserver<StreamAccessLogsMessage> stream = receiver.streamAccessLogs(new StreamObserver<>() {
        @Override
        public void onNext(StreamAccessLogsResponse answer) {}

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
    });
    private List<HTTPAccessLogEntry> last = List.of();
    private long sequence;
    private long calls;

    Telling() {
        tick();
    }

    private GatewayLoop loop() {
        var registry = new RegistryWatch(() -> List.of(registered(AMBER), registered(BIRCH)), fleet, clock);
        registry.refresh();
        var audit = new FakeAuditLog();
        return new GatewayLoop(
                WeirConfig.read(Path.of("../weir.yaml")),
                ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000),
                List::of,
                fleet,
                new OrderBook(new FakeOrderStore(), audit, clock),
                attempts,
                new Artifacts(
                        Map.of(Kind.MODEL, new FakeArtifacts(), Kind.NETWORK, new FakeArtifacts()),
                        new FakeRolloutStore(),
                        audit,
                        new RolloutTerms(Duration.ZERO, 1, 0.1, true),
                        clock),
                registry,
                publisher,
                kept::addAll,
                new FakeWeightStore(),
                clock);
    }

    void tick() {
        clock.forward(TICK);
        for (var node : List.of(AMBER, BIRCH)) {
            var address = new EndpointAddress.Socket("127.0.0.1", node.equals(AMBER) ? 9101 : 9103);
            fleet.accept(new SignedHeartbeat(
                    new Heartbeat(node, address, ++sequence, clock.instant(), 0), OPERATOR.value()));
        }
        loop.tick();
    }

    /** Four calls at each node, that reports so. */
    void tell(String report) {
        var entries = new ArrayList<HTTPAccessLogEntry>();
        for (int i = 0; i < 4; i++) {
            var start = clock.instant().plus(envoyAhead).plusNanos(1_000L * i);
            entries.add(entry(AMBER, 5, start, report));
            entries.add(entry(BIRCH, 50, start, report));
        }
        last = entries;
        tellAgain();
    }

    void tellAgain() {
        send(last);
    }

    void tellImpossibleTimes() {
        send(last.stream()
                .map(entry -> {
                    var broken = entry.toBuilder();
                    broken.getCommonPropertiesBuilder().getStartTimeBuilder().setSeconds(Long.MAX_VALUE);
                    return broken.build();
                })
                .toList());
    }

    private void send(List<HTTPAccessLogEntry> entries) {
        var message = StreamAccessLogsMessage.newBuilder();
        message.getIdentifierBuilder().setLogName("weir-attempts");
        message.getHttpLogsBuilder().addAllLogEntry(entries);
        stream.onNext(message.build());
    }

    private HTTPAccessLogEntry entry(NodeId node, int millis, Instant start, String report) {
        var took = com.google.protobuf.Duration.newBuilder().setNanos(1_000_000 * millis);
        var entry = HTTPAccessLogEntry.newBuilder();
        entry.getRequestBuilder().setRequestId("0b7ec6e5");
        entry.getCommonPropertiesBuilder()
                .setStreamId("call-" + ++calls)
                .setStartTime(Timestamp.newBuilder()
                        .setSeconds(start.getEpochSecond())
                        .setNanos(start.getNano()))
                .setTimeToFirstUpstreamTxByte(com.google.protobuf.Duration.getDefaultInstance())
                .setTimeToLastUpstreamRxByte(took)
                .setDuration(took)
                .setUpstreamCluster("quotes.edge")
                .putCustomTags("node", node.value());
        entry.getResponseBuilder().setResponseCode(UInt32Value.of(200));
        if (!report.isEmpty()) {
            entry.getResponseBuilder().putResponseHeaders("endpoint-load-metrics", report);
        }
        return entry.build();
    }

    NodeView node(NodeId node) {
        return loop.view().apis().stream()
                .filter(api -> api.name().equals(QUOTES))
                .map(ApiView::nodes)
                .flatMap(List::stream)
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** Whatever was published: two usable endpoints, whole weights of at least 1 that sum to a million. */
    void assertLegal() {
        assertThat(publisher.published).isNotEmpty();
        for (var topology : publisher.published) {
            for (var route : topology.apis()) {
                var endpoints = route.pools().getFirst().endpoints();
                assertThat(endpoints).hasSize(2).allMatch(endpoint -> endpoint.usable() && endpoint.weight() >= 1);
                assertThat(endpoints.stream().mapToInt(WeightedEndpoint::weight).sum())
                        .isEqualTo(1_000_000);
            }
        }
    }
}
