package dev.weir.judge.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.judge.SettableClock;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.SeenRequest;
import dev.weir.judge.anomaly.port.FixedDetector;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Picks;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPRequestProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPResponseProperties;
import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Entries as Envoy writes them. The order of a point: rate, paths, sequence, refusals, limited, sign-in, payload. */
final class AccessLogEndpointTest {
    private static final ApiName FAST = new ApiName("fast-quotes");
    private static final EndpointAddress AMBER = new EndpointAddress("127.0.0.1", 9101);
    private static final EndpointAddress BIRCH = new EndpointAddress("127.0.0.1", 9103);
    private static final int REFUSALS = 3;
    private static final int SIGN_IN = 5;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final FixedDetector detector = new FixedDetector();
    private final CallerBehaviour behaviour = new CallerBehaviour(detector, clock);
    private final EndpointDirectory directory = new EndpointDirectory();
    private final Picks picks =
            new Picks(WeirConfig.read(Path.of("../weir.yaml")), directory, clock, new SplittableRandom(1));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AccessLogEndpoint endpoint = new AccessLogEndpoint(behaviour, picks, meters);

    @Test
    void request_ofAJudgedCaller_countsForThatCaller() {
        log("weir-requests", request(judged("quotes", "eip155:31337:0xabc", ""), 404));

        assertThat(pointOf(new Caller.Address("10.0.0.9"))[REFUSALS]).isZero();
    }

    @Test
    void request_withoutAJudgement_countsForItsAddress() {
        log("weir-requests", request(Struct.getDefaultInstance(), 400));

        assertThat(pointOf(new Caller.Address("10.0.0.9"))[REFUSALS]).isGreaterThan(0);
    }

    @Test
    void request_refusedAtSignIn_isAFailedSignIn() {
        log("weir-requests", request(judged("auth", "ip:10.0.0.9", ""), 401));

        double[] point = pointOf(new Caller.Address("10.0.0.9"));
        assertThat(point[SIGN_IN]).isGreaterThan(0);
        assertThat(point[REFUSALS]).isZero();
    }

    @Test
    void request_thatReachedNoNode_freesItsGrant() {
        know();
        var grant = picks.pick(FAST, "").orElseThrow();
        equallyFast();

        log("weir-requests", request(judged("fast-quotes", "ip:10.0.0.9", grant.id()), 503));

        assertThat(firstPicks(2)).containsExactlyInAnyOrder(AMBER, BIRCH);
    }

    @Test
    void attempt_teachesItsLatency_fromFirstByteSentToLastReceived() {
        know();

        log("weir-attempts", attempt(AMBER, 200, 40), attempt(BIRCH, 200, 4));

        assertThat(firstPicks(1)).containsExactly(BIRCH);
    }

    @Test
    void attempt_thatFailed_keepsItsNodeOut() {
        know();
        for (int status : new int[] {0, 500, 503}) {
            log("weir-attempts", attempt(AMBER, status, 4));

            assertThat(picks.pick(FAST, "").orElseThrow().addresses()).doesNotContain(AMBER);
            log("weir-attempts", attempt(AMBER, 200, 4));
        }
    }

    @Test
    void attempt_thatTheCallerLeft_isNotHeldAgainstTheNode() {
        know();
        var left = attempt(AMBER, 0, 4).toBuilder();
        left.getCommonPropertiesBuilder()
                .setResponseFlags(ResponseFlags.newBuilder().setDownstreamConnectionTermination(true));

        log("weir-attempts", left.build());

        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).contains(AMBER);
    }

    @Test
    void attempt_withoutAGrantOrANode_isIgnored() {
        know();
        var weighed = attempt(AMBER, 503, 4).toBuilder();
        weighed.getRequestBuilder().clearRequestHeaders();
        var nowhere = attempt(AMBER, 503, 4).toBuilder();
        nowhere.getCommonPropertiesBuilder().clearUpstreamRemoteAddress();

        log("weir-attempts", weighed.build(), nowhere.build());

        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).contains(AMBER);
        assertThat(malformed()).isZero();
    }

    @Test
    void entriesThatCannotBeRead_areCountedAndDropped_andTheNextOnesTaken() {
        know();
        var endless = attempt(AMBER, 200, 4).toBuilder();
        endless.getCommonPropertiesBuilder()
                .setTimeToLastUpstreamRxByte(Duration.newBuilder().setSeconds(Long.MAX_VALUE));
        var nameless = attempt(AMBER, 200, 4).toBuilder();
        nameless.getCommonPropertiesBuilder().setUpstreamCluster("Not A Name.edge");
        var portless = attempt(AMBER, 200, 4).toBuilder();
        portless.getCommonPropertiesBuilder()
                .getUpstreamRemoteAddressBuilder()
                .getSocketAddressBuilder()
                .setPortValue(0);

        log("weir-attempts", endless.build(), nameless.build(), portless.build(), attempt(AMBER, 503, 4));

        assertThat(malformed()).isEqualTo(3);
        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).doesNotContain(AMBER);
    }

    @Test
    void logOfAnotherName_isCountedAndDropped() {
        log("somebody-elses", request(Struct.getDefaultInstance(), 404));

        assertThat(malformed()).isEqualTo(1);
        assertThat(pointOf(new Caller.Address("10.0.0.9"))[REFUSALS]).isZero();
    }

    private void know() {
        directory.replace(Map.of(
                "fast-quotes.edge",
                List.of(
                        new PickCandidate(new NodeId("amber"), AMBER, true),
                        new PickCandidate(new NodeId("birch"), BIRCH, true))));
    }

    private void equallyFast() {
        log("weir-attempts", attempt(AMBER, 200, 4), attempt(BIRCH, 200, 4));
    }

    /** Picks so often, ending none, and tells whom each named first. */
    private List<EndpointAddress> firstPicks(int times) {
        return Stream.generate(
                        () -> picks.pick(FAST, "").orElseThrow().addresses().getFirst())
                .limit(times)
                .toList();
    }

    /** What the detector sees of the caller now. */
    private double[] pointOf(Caller caller) {
        behaviour.score(caller, new SeenRequest(Optional.of(FAST), "GET", "/", 0));
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

    private static HTTPAccessLogEntry request(Struct judged, int status) {
        return HTTPAccessLogEntry.newBuilder()
                .setCommonProperties(AccessLogCommon.newBuilder()
                        .setDownstreamRemoteAddress(address("10.0.0.9", 40_000))
                        .setMetadata(metadata(judged)))
                .setRequest(HTTPRequestProperties.newBuilder().setPath("/fast/quotes/BTC?x=1"))
                .setResponse(HTTPResponseProperties.newBuilder().setResponseCode(UInt32Value.of(status)))
                .build();
    }

    private static HTTPAccessLogEntry attempt(EndpointAddress node, int status, int millis) {
        return HTTPAccessLogEntry.newBuilder()
                .setCommonProperties(AccessLogCommon.newBuilder()
                        .setUpstreamRemoteAddress(address(node.host(), node.port()))
                        .setTimeToFirstUpstreamTxByte(Duration.newBuilder().setNanos(100_000_000))
                        .setTimeToLastUpstreamRxByte(Duration.newBuilder().setNanos(100_000_000 + millis * 1_000_000))
                        .setUpstreamCluster("fast-quotes.edge"))
                .setRequest(HTTPRequestProperties.newBuilder().putRequestHeaders("x-weir-grant", "somebody's"))
                .setResponse(HTTPResponseProperties.newBuilder().setResponseCode(UInt32Value.of(status)))
                .build();
    }

    private static Struct judged(String api, String caller, String grant) {
        return Struct.newBuilder()
                .putFields("api", text(api))
                .putFields("caller", text(caller))
                .putFields("grant", text(grant))
                .build();
    }

    private static Metadata metadata(Struct judged) {
        return Metadata.newBuilder()
                .putFilterMetadata("envoy.filters.http.ext_authz", judged)
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Address address(String ip, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
                .build();
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
