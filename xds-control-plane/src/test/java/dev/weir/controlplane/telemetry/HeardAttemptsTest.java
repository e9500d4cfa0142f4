package dev.weir.controlplane.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.Ending.Answered;
import dev.weir.accesslog.Ending.Failed;
import dev.weir.accesslog.Ending.Failure;
import dev.weir.accesslog.Ending.LeftByCaller;
import dev.weir.accesslog.Ending.TimedOut;
import dev.weir.model.ApiName;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import dev.weir.scoring.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HeardAttemptsTest {
    private static final Instant OURS = Instant.parse("2026-01-01T00:00:01Z");
    private static final Duration LATENCY = Duration.ofMillis(12);

    @Test
    void answeredAttempt_isAsItEnded_byOurClock() {
        var load = Optional.of(new LoadReport(0.42, 12.5, 0));

        assertThat(HeardAttempts.of(ended("quotes.edge", new Answered(200)), OURS, load, "gateway-1"))
                .contains(new Attempt(
                        new ApiName("quotes"),
                        new NodeId("amber"),
                        OURS,
                        LATENCY,
                        true,
                        false,
                        Attempt.Cohort.REST,
                        load,
                        "gateway-1"));
    }

    static Stream<Ending> failures() {
        return Stream.of(
                new Answered(500),
                new Answered(503),
                new TimedOut(),
                new Failed(Failure.CONNECTION_LOST),
                new Failed(Failure.ANSWER_MALFORMED),
                new Failed(Failure.UNREACHABLE));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheNodeDidNotAnswerWell_isItsFailure(Ending ending) {
        assertThat(heard("quotes.edge", ending).orElseThrow().failed()).isTrue();
    }

    @Test
    void refusalByTheNode_isAnAnswer() {
        assertThat(heard("quotes.edge", new Answered(404)).orElseThrow().failed())
                .isFalse();
    }

    @Test
    void oneThatWasOvertaken_hasFailedNothing_andHadTheTimeThatItHad() {
        var heard = heard("quotes.edge", new Ending.Overtaken()).orElseThrow();

        assertThat(heard.failed()).isFalse();
        assertThat(heard.reached()).isTrue();
        assertThat(heard.latency()).isEqualTo(LATENCY);
    }

    @Test
    void callerWhoLeft_isNeitherAFailureNorAnAnswer() {
        assertThat(heard("quotes.edge", new LeftByCaller())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "quotes.edge, REST",
        "quotes.edge.canary, CANARY",
        "quotes.edge.control, CONTROL",
        "quotes.canary, REST",
        "quotes.canary.canary, CANARY"
    })
    void cluster_tellsTheCohort(String cluster, Attempt.Cohort cohort) {
        assertThat(heard(cluster, new Answered(200)).orElseThrow().cohort()).isEqualTo(cohort);
    }

    private static Optional<Attempt> heard(String cluster, Ending ending) {
        return HeardAttempts.of(ended(cluster, ending), OURS, Optional.empty(), "");
    }

    private static AttemptEnded ended(String cluster, Ending ending) {
        return new AttemptEnded(
                new RequestId("0b7ec6e5"),
                new ApiName("quotes"),
                cluster,
                new NodeId("amber"),
                Instant.EPOCH,
                LATENCY,
                true,
                ending,
                Optional.empty());
    }
}
