package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Value;
import dev.weir.controlplane.access.RequestSeen;
import dev.weir.model.ApiName;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries as stock Envoy 1.40 sent them, shortened to what matters. */
final class LogEntriesTest {
    @Test
    void answeredAttempt_hasItsLatency() throws TextFormat.ParseException {
        assertThat(attempt("""
                time_to_first_upstream_tx_byte { nanos: 1000000 } time_to_last_upstream_rx_byte { nanos: 13500000 }
                duration { nanos: 13600000 }""", 200)).isEqualTo(expected(Duration.ofNanos(12_500_000), true, false));
    }

    @Test
    void attempt_of5xx_isTheNodesFailure() throws TextFormat.ParseException {
        assertThat(attempt(REACHED, 503).failed()).isTrue();
    }

    @Test
    void attempt_of4xx_isNoFailure() throws TextFormat.ParseException {
        assertThat(attempt(REACHED, 404).failed()).isFalse();
    }

    @Test
    void refusedConnection_isAFailure_thatReachedNobody() throws TextFormat.ParseException {
        assertThat(attempt("response_flags { upstream_connection_failure: true } duration { nanos: 200000 }", 0))
                .isEqualTo(expected(Duration.ZERO, false, true));
    }

    @Test
    void nodeThatDiedMidway_isAFailure_alsoAfterItsHeaders() throws TextFormat.ParseException {
        assertThat(attempt(REACHED + " response_flags { upstream_connection_termination: true }", 0)
                        .failed())
                .isTrue();
        assertThat(attempt(REACHED + " response_flags { upstream_remote_reset: true }", 200)
                        .failed())
                .isTrue();
    }

    @Test
    void callerWhoHungUp_isNoFailureOfTheNode() throws TextFormat.ParseException {
        var hungUp = attempt("""
                time_to_first_upstream_tx_byte { nanos: 68072 } time_to_last_upstream_tx_byte { nanos: 68182 }
                duration { nanos: 133880015 }""", 0);

        assertThat(hungUp).isEqualTo(expected(Duration.ofNanos(133_811_943), true, false));
    }

    @Test
    void attemptThatRanIntoTheTimeout_isAFailure() throws TextFormat.ParseException {
        var timedOut = attempt("""
                time_to_first_upstream_tx_byte { nanos: 48893 } time_to_last_upstream_tx_byte { nanos: 49033 }
                duration { seconds: 14 nanos: 999071573 }""", 0);

        assertThat(timedOut.failed()).isTrue();
        assertThat(timedOut.reached()).isTrue();
    }

    @Test
    void lastByteBeforeTheFirst_isNoNegativeLatency() throws TextFormat.ParseException {
        assertThat(attempt(
                                "time_to_first_upstream_tx_byte { nanos: 9 } time_to_last_upstream_rx_byte { nanos: 3 }",
                                200)
                        .latency())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "quotes.edge, REST",
        "quotes.edge.canary, CANARY",
        "quotes.edge.control, CONTROL",
        "quotes.canary, REST",
        "quotes.canary.canary, CANARY"
    })
    void cluster_tellsTheApi_andTheCohort(String cluster, Attempt.Cohort cohort) throws TextFormat.ParseException {
        var attempt = logged(entry(
                        REACHED + " upstream_cluster: '" + cluster + "' custom_tags { key: 'node' value: 'amber' }",
                        200))
                .orElseThrow();

        assertThat(attempt.api()).isEqualTo(new ApiName("quotes"));
        assertThat(attempt.cohort()).isEqualTo(cohort);
    }

    @Test
    void loadReport_isOfTheNodesHeader() throws TextFormat.ParseException {
        assertThat(LogEntries.load(reporting("TEXT application_utilization=0.42,rps_fractional=12.5,eps=0")))
                .contains(new LoadReport(0.42, 12.5, 0));
        assertThat(LogEntries.load(entry("", 200))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TEXT application_utilization=NaN", "TEXT application_utilization=101", "0.42"})
    void loadReport_thatCannotBeRead_isRefused(String header) {
        assertThatThrownBy(() -> LogEntries.load(reporting(header))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entry_withoutNode_isNoAttempt() throws TextFormat.ParseException {
        assertThat(logged(entry("upstream_cluster: 'quotes.edge'", 503))).isEmpty();
        assertThat(logged(entry("upstream_cluster: 'quotes.edge' custom_tags { key: 'node' value: '-' }", 503)))
                .isEmpty();
    }

    @Test
    void entry_ofAServiceCluster_isNoAttempt() throws TextFormat.ParseException {
        assertThat(logged(entry("upstream_cluster: 'auth' custom_tags { key: 'node' value: 'amber' }", 200)))
                .isEmpty();
    }

    @Test
    void entry_withAnImpossibleName_isRefused() {
        assertThatThrownBy(() ->
                        logged(entry("upstream_cluster: 'quotes.edge' custom_tags { key: 'node' value: 'a b' }", 200)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void judgedRequest_showsTheDecision_andNotTheQuery() throws TextFormat.ParseException {
        var judged = Struct.newBuilder()
                .putFields("api", text("quotes"))
                .putFields("caller", text("eip155:31337:0xab"))
                .putFields("decision", text("allow"))
                .putFields("tier", text("slowed"))
                .putFields("anomaly", Value.newBuilder().setNumberValue(0.75).build())
                .putFields("anomaly_reasons", text("rate 0.75"))
                .build();
        var entry = entry("start_time { seconds: 1767225600 nanos: 5 }", 200).toBuilder();
        entry.getCommonPropertiesBuilder()
                .setMetadata(Metadata.newBuilder().putFilterMetadata("envoy.filters.http.ext_authz", judged));

        assertThat(LogEntries.request(entry.build()))
                .isEqualTo(new RequestSeen(
                        Instant.parse("2026-01-01T00:00:00.000000005Z"),
                        "quotes",
                        "eip155:31337:0xab",
                        "GET",
                        "/quotes/ETH",
                        200,
                        "allow",
                        "slowed",
                        0.75,
                        "rate 0.75"));
    }

    @Test
    void unjudgedRequest_isOfItsAddress() throws TextFormat.ParseException {
        var seen =
                LogEntries.request(entry("downstream_remote_address { socket_address { address: '127.0.0.7' } }", 404));

        assertThat(seen.caller()).isEqualTo("ip:127.0.0.7");
        assertThat(seen.decision()).isEmpty();
    }

    @Test
    void longPath_isCutAt120() throws TextFormat.ParseException {
        var entry = entry("", 200).toBuilder();
        entry.getRequestBuilder().setPath("/" + "x".repeat(500));

        assertThat(LogEntries.request(entry.build()).path()).hasSize(120);
    }

    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:01Z");

    private static final String REACHED =
            "time_to_first_upstream_tx_byte { nanos: 1 } time_to_last_upstream_rx_byte { nanos: 1000001 } duration { nanos: 1000002 }";

    private static Optional<Attempt> logged(HTTPAccessLogEntry entry) {
        return LogEntries.attempt(entry, LogEntries.load(entry), "", new SenderClock(), RECEIVED);
    }

    private static Attempt attempt(String common, int status) throws TextFormat.ParseException {
        return logged(entry(
                        common + " upstream_cluster: 'quotes.edge' custom_tags { key: 'node' value: 'amber' }", status))
                .orElseThrow();
    }

    private static HTTPAccessLogEntry reporting(String header) throws TextFormat.ParseException {
        var entry = entry("", 200).toBuilder();
        entry.getResponseBuilder().putResponseHeaders("endpoint-load-metrics", header);
        return entry.build();
    }

    private static Attempt expected(Duration latency, boolean reached, boolean failed) {
        return new Attempt(new ApiName("quotes"), new NodeId("amber"), RECEIVED, latency, reached, failed);
    }

    static HTTPAccessLogEntry entry(String common, int status) throws TextFormat.ParseException {
        return TextFormat.parse(
                "common_properties { " + common
                        + " } request { request_method: GET path: '/quotes/ETH?key=secret' } response { "
                        + (status == 0 ? "" : "response_code { value: " + status + " }") + " }",
                HTTPAccessLogEntry.class);
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }
}
