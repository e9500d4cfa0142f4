package dev.weir.accesslog.adapter.envoy;

import static dev.weir.accesslog.Ending.Failure.ANSWER_MALFORMED;
import static dev.weir.accesslog.Ending.Failure.CONNECTION_LOST;
import static dev.weir.accesslog.Ending.Failure.NO_NODE;
import static dev.weir.model.AttemptOutcome.ANSWERED;
import static dev.weir.model.AttemptOutcome.FAILED;
import static dev.weir.model.AttemptOutcome.NOTHING;
import static dev.weir.model.AttemptOutcome.OVERTAKEN;
import static dev.weir.model.AttemptOutcome.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.Ending.Answered;
import dev.weir.accesslog.Ending.Failed;
import dev.weir.accesslog.Ending.LeftByCaller;
import dev.weir.accesslog.Ending.Refused;
import dev.weir.accesslog.Ending.TimedOut;
import dev.weir.model.AttemptOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What stock Envoy 1.40 logs of every way that a call can end, recorded, and what it means. */
final class RecordedEntriesTest {
    static Stream<Arguments> ways() {
        return Stream.of(
                way("answered", new Answered(200), ANSWERED),
                way("answered-404", new Answered(404), ANSWERED),
                way("answered-500", new Answered(500), FAILED),
                way("answered-503-twice", new Answered(200), FAILED, FAILED, ANSWERED),
                way("answered-503-always", new Answered(503), FAILED, FAILED, FAILED, FAILED),
                way("tried-again", new Answered(200), FAILED, ANSWERED),
                way("overtaken", new Answered(200), OVERTAKEN, ANSWERED),
                way("late-and-first", new Answered(200), NOTHING, ANSWERED),
                way("late-and-lost", new Answered(200), FAILED, ANSWERED),
                way("late-and-cut", new Failed(ANSWER_MALFORMED), NOTHING, FAILED),
                way("hedged-and-timed-out", new TimedOut(), FAILED, FAILED, OVERTAKEN),
                way("reset-by-node", new Failed(CONNECTION_LOST), FAILED),
                way("closed-by-node", new Failed(CONNECTION_LOST), FAILED),
                way("cut-by-node", new Failed(ANSWER_MALFORMED), FAILED),
                way("no-http-from-node", new Failed(ANSWER_MALFORMED), FAILED),
                way("huge-headers-from-node", new Failed(ANSWER_MALFORMED), FAILED),
                way("timed-out", new TimedOut(), FAILED),
                way("stalled-by-node", new TimedOut(), FAILED),
                way(
                        "unreachable",
                        new Failed(Ending.Failure.UNREACHABLE),
                        UNREACHABLE,
                        UNREACHABLE,
                        UNREACHABLE,
                        UNREACHABLE),
                way("no-node", new Failed(NO_NODE)),
                way("left-while-judged", new LeftByCaller()),
                way("left-while-waiting", new LeftByCaller(), NOTHING),
                way("left-in-answer", new LeftByCaller(), NOTHING),
                way("left-while-sending", new LeftByCaller(), NOTHING),
                way("denied", refused(403, "ext_authz_denied")),
                way("denied-for-now", refused(403, "ext_authz_denied", 7)),
                way("judge-fails", refused(503, "ext_authz_error", 1)),
                way("judge-hangs", refused(503, "ext_authz_error", 1)),
                way("limited", refused(429, "request_rate_limited", 2)),
                way("no-api", refused(404, "direct_response")),
                way("no-http-from-caller", refused(400, "http1.codec_error")));
    }

    private static Refused refused(int status, String by) {
        return new Refused(status, by, Optional.empty());
    }

    private static Refused refused(int status, String by, int seconds) {
        return new Refused(status, by, Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Arguments way(String name, Ending request, AttemptOutcome... attempts) {
        return arguments(name, request, Arrays.asList(attempts));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void way_hasOneMeaning(String name, Ending request, List<AttemptOutcome> attempts) {
        assertThat(LogEntries.request(Recorded.request(name)).ending()).isEqualTo(request);
        assertThat(Recorded.attempts(name))
                .extracting(entry -> LogEntries.attempt(entry).orElseThrow().outcome())
                .isEqualTo(attempts);
    }

    @Test
    void everyWay_thatIsRecorded_isHere() {
        assertThat(ways().map(way -> (String) way.get()[0])).containsExactlyInAnyOrderElementsOf(Recorded.ways());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void requestAndAttempts_haveOneName(String name, Ending request, List<AttemptOutcome> attempts) {
        var id = LogEntries.request(Recorded.request(name)).request();

        assertThat(id).isPresent();
        assertThat(Recorded.attempts(name))
                .extracting(entry -> LogEntries.attempt(entry).orElseThrow().request())
                .allMatch(id.orElseThrow()::equals);
    }

    @Test
    void attempt_namesApiAndNode_andItsTimeThere() {
        var ended = attempt("tried-again");

        assertThat(ended.api()).hasToString("fine");
        assertThat(ended.cluster()).isEqualTo("fine.fine");
        assertThat(ended.node().value()).startsWith("fine-");
        assertThat(ended.reached()).isTrue();
        assertThat(ended.latency()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
    }

    @Test
    void attempt_thatReachedNobody_hasNoLatency() {
        assertThat(attempt("unreachable").reached()).isFalse();
        assertThat(attempt("unreachable").latency()).isZero();
    }

    @Test
    void judgedRequest_saysWhatTheJudgeSaid_alsoOfARefusal() {
        var denied = LogEntries.request(Recorded.request("denied"));

        assertThat(denied.judged()).isPresent();
        assertThat(denied.callerKey()).isEqualTo("somebody");
        assertThat(denied.judged().orElseThrow().decision()).isEqualTo("stake_required");
    }

    @ParameterizedTest
    @CsvSource({
        "answered, 200",
        "timed-out, 504",
        "no-node, 503",
        "unreachable, 503",
        "limited, 429",
        "left-while-judged, 0"
    })
    void request_hasTheStatusThatItsCallerWasSent(String way, int status) {
        assertThat(LogEntries.request(Recorded.request(way)).status()).isEqualTo(status);
    }

    @Test
    void request_tellsItsTime_alsoWhereNoNodeHadIt() {
        assertThat(LogEntries.request(Recorded.request("tried-again")).took())
                .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_500));
        assertThat(LogEntries.request(Recorded.request("judge-hangs")).took())
                .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_500));
    }

    @Test
    void requestThatTheJudgeNeverAnswered_isOfItsAddress() {
        var left = LogEntries.request(Recorded.request("left-while-judged"));

        assertThat(left.judged()).isEmpty();
        assertThat(left.callerKey()).isEqualTo("ip:127.0.0.1");
    }

    private static AttemptEnded attempt(String way) {
        return LogEntries.attempt(Recorded.attempts(way).getFirst()).orElseThrow();
    }
}
