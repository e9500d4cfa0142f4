package dev.weir.judge.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Value;
import dev.weir.balancing.Grant;
import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.judge.SettableClock;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.SeenRequest;
import dev.weir.judge.anomaly.port.FixedDetector;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Hedges;
import dev.weir.judge.pick.Picks;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries as Envoy wrote them. The order of a point: rate, paths, sequence, refusals, impatience, sign-in, payload. */
final class AccessLogEndpointTest {
    private static final ApiName FAST = new ApiName("fast-quotes");
    private static final NodeId AMBER = new NodeId("amber");
    private static final NodeId BIRCH = new NodeId("birch");
    private static final EndpointAddress ADDRESS_OF_AMBER = new EndpointAddress.Socket("127.0.0.1", 9101);
    private static final EndpointAddress ADDRESS_OF_BIRCH = new EndpointAddress.Socket("127.0.0.1", 9103);
    private static final RequestId ID = new RequestId("0b7ec6e5-7bd7-4a54-b8c0-6b5b3d7c5a3e");
    private static final Caller LOOPBACK = new Caller.Address("127.0.0.1");
    private static final String JUDGE = "envoy.filters.http.ext_authz";
    private static final int REFUSALS = 3;
    private static final int IMPATIENCE = 4;
    private static final int SIGN_IN = 5;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final FixedDetector detector = new FixedDetector();
    private final CallerBehaviour behaviour = new CallerBehaviour(detector, OrdinaryLog.none(), clock);
    private final EndpointDirectory directory = new EndpointDirectory();
    private final Picks picks =
            new Picks(WeirConfig.read(Path.of("../weir.yaml")), directory, clock, new SplittableRandom(1));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Hedges hedges = new Hedges();
    private int requests;
    private final AccessLogEndpoint endpoint = new AccessLogEndpoint(behaviour, picks, hedges, meters);

    @Test
    void request_ofAJudgedCaller_countsForThatCaller() {
        log("weir-requests", recorded("answered-404", "request"));

        assertThat(pointOf(LOOPBACK)[REFUSALS]).isZero();
    }

    @Test
    void request_withoutAJudgement_countsForItsAddress() {
        log("weir-requests", recorded("no-http-from-caller", "request"));

        assertThat(pointOf(LOOPBACK)[REFUSALS]).isPositive();
    }

    @Test
    void request_refusedAtSignIn_isAFailedSignIn() {
        log("weir-requests", ofLoopback("answered-404", "auth"));

        double[] point = pointOf(LOOPBACK);
        assertThat(point[SIGN_IN]).isPositive();
        assertThat(point[REFUSALS]).isZero();
    }

    /** The recorded refusal asked to come again after 2 s. */
    @Test
    void request_refusedAgain_countsWhereItCameBeforeTheTimeThatWasNamed() {
        log("weir-requests", ofLoopback("limited", "fine"));
        assertThat(pointOf(LOOPBACK)[IMPATIENCE]).isZero();
        clock.forward(java.time.Duration.ofSeconds(2));
        log("weir-requests", ofLoopback("limited", "fine"));
        assertThat(pointOf(LOOPBACK)[IMPATIENCE]).isZero();

        clock.forward(java.time.Duration.ofSeconds(1));
        log("weir-requests", ofLoopback("limited", "fine"));
        assertThat(pointOf(LOOPBACK)[IMPATIENCE]).isPositive();
    }

    @Test
    void request_thatReachedNoNode_freesItsGrant() {
        know();
        picks.pick(FAST, ID, "");

        log("weir-requests", recorded("no-node", "request"));

        assertThat(picks.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "answered",
                "answered-500",
                "answered-503-always",
                "tried-again",
                "reset-by-node",
                "timed-out",
                "unreachable",
                "left-while-waiting",
                "left-in-answer",
                "left-while-sending",
                "no-node",
                "limited",
                "left-while-judged",
                "judge-hangs"
            })
    void grant_endsWithItsRequest_howeverThatEnds(String way) {
        know();
        picks.pick(FAST, ID, "");

        log("weir-requests", recorded(way, "request"));

        assertThat(picks.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"left-while-judged", "judge-hangs"})
    void requestThatEndedBeforeItsPick_getsNoGrant(String way) {
        know();
        log("weir-requests", recorded(way, "request"));

        assertThat(picks.pick(FAST, ID, "")).isEmpty();
        assertThat(picks.inFlight()).isZero();
    }

    @Test
    void attempt_teachesItsLatency_fromFirstByteSentToLastReceived() {
        know();

        log("weir-attempts", attempt("answered", AMBER, 40), attempt("answered", BIRCH, 4));

        assertThat(firstPicks(1)).containsExactly(ADDRESS_OF_BIRCH);
    }

    @Test
    void nodeThatNobodyReaches_isOutAtOnce() {
        know();
        addresses();
        log("weir-attempts", attempt("unreachable", AMBER, 0));

        assertThat(addresses()).doesNotContain(ADDRESS_OF_AMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"answered-500", "reset-by-node", "timed-out", "no-http-from-node"})
    void nodeThatFails_isOutAfterTheThirdTime(String way) {
        know();
        addresses();
        log("weir-attempts", attempt(way, AMBER, 4), attempt(way, AMBER, 4));
        assertThat(addresses()).contains(ADDRESS_OF_AMBER);

        log("weir-attempts", attempt(way, AMBER, 4));
        assertThat(addresses()).doesNotContain(ADDRESS_OF_AMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"left-while-waiting", "left-in-answer", "left-while-sending"})
    void callersWhoLeave_areNotHeldAgainstTheNode(String way) {
        know();
        log("weir-attempts", attempt("answered", AMBER, 4), attempt("answered", BIRCH, 6));
        for (int i = 0; i < 10; i++) {
            log("weir-attempts", attempt(way, AMBER, 4));
        }

        assertThat(firstPicks(1)).containsExactly(ADDRESS_OF_AMBER);
    }

    @Test
    void entriesThatCannotBeRead_areCountedAndDropped_andTheNextOnesTaken() {
        know();
        addresses();
        var endless = attempt("answered", AMBER, 4).toBuilder();
        endless.getCommonPropertiesBuilder()
                .setTimeToLastUpstreamRxByte(Duration.newBuilder().setSeconds(Long.MAX_VALUE));
        var nameless = attempt("answered", AMBER, 4).toBuilder();
        nameless.getCommonPropertiesBuilder().setUpstreamCluster("Not A Name.edge");
        var unnamed = attempt("answered", AMBER, 4).toBuilder();
        unnamed.getRequestBuilder().setRequestId("no id");

        log("weir-attempts", endless.build(), nameless.build(), unnamed.build(), attempt("unreachable", AMBER, 0));

        assertThat(malformed()).isEqualTo(3);
        assertThat(addresses()).doesNotContain(ADDRESS_OF_AMBER);
    }

    @Test
    void logOfAnotherName_isCountedAndDropped() {
        log("somebody-elses", recorded("no-http-from-caller", "request"));

        assertThat(malformed()).isEqualTo(1);
        assertThat(pointOf(LOOPBACK)[REFUSALS]).isZero();
    }

    private void know() {
        directory.replace(Map.of(
                "fast-quotes.edge",
                List.of(
                        new PickCandidate(AMBER, ADDRESS_OF_AMBER, true),
                        new PickCandidate(BIRCH, ADDRESS_OF_BIRCH, true))));
    }

    /** Picks so often, ending none, and tells whom each named first. */
    private List<EndpointAddress> firstPicks(int times) {
        return Stream.generate(() -> pick().addresses().getFirst()).limit(times).toList();
    }

    /** Whom a pick names, which ends at once. */
    private List<EndpointAddress> addresses() {
        var grant = pick();
        log("weir-requests", named("no-node", "request", grant.id()));
        return grant.addresses();
    }

    private Grant pick() {
        return picks.pick(FAST, new RequestId("request-" + ++requests), "").orElseThrow();
    }

    /** What the detector sees of the caller now. */
    private double[] pointOf(Caller caller) {
        clock.forward(java.time.Duration.ofMillis(50));
        behaviour.score(caller, new SeenRequest(Optional.of(FAST), "GET", "/", 0));
        behaviour.round();
        return detector.points().getLast();
    }

    private double malformed() {
        return meters.get("weir_judge_log_entries_malformed").counter().count();
    }

    private void log(String name, HTTPAccessLogEntry... entries) {
        var stream = endpoint.streamAccessLogs(new Ignored());
        stream.onNext(StreamAccessLogsMessage.newBuilder()
                .setIdentifier(StreamAccessLogsMessage.Identifier.newBuilder().setLogName(name))
                .setHttpLogs(StreamAccessLogsMessage.HTTPAccessLogEntries.newBuilder()
                        .addAllLogEntry(List.of(entries)))
                .build());
        stream.onCompleted();
    }

    /** As Envoy 1.40 wrote it, of a caller that is known by its address. */
    private static HTTPAccessLogEntry ofLoopback(String way, String api) {
        var entry = recorded(way, "request").toBuilder();
        var judged = entry.getCommonPropertiesBuilder().getMetadataBuilder();
        judged.putFilterMetadata(
                JUDGE,
                judged.getFilterMetadataOrThrow(JUDGE).toBuilder()
                        .putFields("api", text(api))
                        .putFields("caller", text(LOOPBACK.key()))
                        .build());
        return entry.build();
    }

    /** As Envoy 1.40 wrote it; other names and times. */
    private static HTTPAccessLogEntry attempt(String way, NodeId node, int millis) {
        var entry = named(way, "attempts", "nobody-knows").toBuilder();
        var common = entry.getCommonPropertiesBuilder()
                .setUpstreamCluster("fast-quotes.edge")
                .putCustomTags("node", node.value());
        if (common.hasTimeToLastUpstreamRxByte()) {
            common.setTimeToFirstUpstreamTxByte(Duration.newBuilder().setNanos(100_000_000))
                    .setTimeToLastUpstreamRxByte(Duration.newBuilder().setNanos(100_000_000 + millis * 1_000_000));
        }
        return entry.build();
    }

    private static HTTPAccessLogEntry recorded(String way, String log) {
        return named(way, log, ID.value());
    }

    private static HTTPAccessLogEntry named(String way, String log, String request) {
        try {
            var file = Path.of("../access-log/src/test/resources/dev/weir/accesslog/adapter/envoy/recorded")
                    .resolve(way + "." + log + ".txtpb");
            var entry = TextFormat.parse(Files.readString(file), StreamAccessLogsMessage.HTTPAccessLogEntries.class)
                    .getLogEntry(0)
                    .toBuilder();
            entry.getRequestBuilder().setRequestId(request);
            return entry.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static final class Ignored implements StreamObserver<StreamAccessLogsResponse> {
        @Override
        public void onNext(StreamAccessLogsResponse response) {}

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
    }
}
