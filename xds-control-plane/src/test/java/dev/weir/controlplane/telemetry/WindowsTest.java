package dev.weir.controlplane.telemetry;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.answered;
import static dev.weir.controlplane.Fixtures.unreached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.ApiName;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Reported;
import dev.weir.scoring.WindowSample;
import dev.weir.scoring.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class WindowsTest {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Windows.Terms TERMS = new Windows.Terms() {
        @Override
        public TokenAmount price(NodeId node) {
            return TokenAmount.ofTokens("0.0001");
        }

        @Override
        public double share(ApiName api, NodeId node) {
            return 0.5;
        }

        @Override
        public OptionalInt reportedInFlight(NodeId node) {
            return node.equals(AMBER) ? OptionalInt.of(3) : OptionalInt.empty();
        }
    };

    @Test
    void noAttempts_areNoWindows() {
        assertThat(windows(List.of())).isEmpty();
    }

    @Test
    void attempts_areOneWindowPerApiAndNode() {
        var other = new Attempt(new ApiName("eth-rpc"), AMBER, Instant.EPOCH, Duration.ofMillis(1), true, false);

        assertThat(windows(List.of(answered(AMBER, 1), answered(AMBER, 2), answered(BIRCH, 3), other)))
                .extracting(window -> window.api() + "/" + window.node() + " " + window.attempts())
                .containsExactlyInAnyOrder("quotes/amber 2", "quotes/birch 1", "eth-rpc/amber 1");
    }

    @Test
    void window_carriesItsTerms() {
        var window = windows(List.of(answered(AMBER, 1))).getFirst();

        assertThat(window.end()).isEqualTo(START);
        assertThat(window.length()).isEqualTo(TICK);
        assertThat(window.pricePerCall()).isEqualTo(TokenAmount.ofTokens("0.0001"));
        assertThat(window.share()).isEqualTo(0.5);
    }

    @Test
    void window_carriesWhatItsNodeSaid_theReportsOnAverage() {
        var window = windows(List.of(reporting(0.2), answered(AMBER, 1), reporting(0.4)))
                .getFirst();

        assertThat(window.reported().utilisation().orElseThrow()).isCloseTo(0.3, within(1e-9));
        assertThat(window.reported().inFlight()).hasValue(3);
    }

    @Test
    void window_ofASilentNode_hasNoReport() {
        assertThat(windows(List.of(answered(BIRCH, 1))).getFirst().reported()).isEqualTo(Reported.NOTHING);
    }

    private static Attempt reporting(double utilisation) {
        return new Attempt(
                QUOTES,
                AMBER,
                START,
                Duration.ofMillis(1),
                true,
                false,
                Attempt.Cohort.REST,
                Optional.of(new LoadReport(utilisation, 1, 0)),
                "");
    }

    @Test
    void inFlight_followsLittlesLaw() {
        // 5 requests of 100 ms in 250 ms: 2 at a time.
        var attempts = Collections.nCopies(5, answered(AMBER, 100));

        assertThat(windows(attempts).getFirst().inFlightMean()).isCloseTo(2, within(0.02));
    }

    @Test
    void p99_isThatOfTheSlowestHundredth() {
        var attempts = new ArrayList<>(Collections.nCopies(98, answered(AMBER, 10)));
        attempts.add(answered(AMBER, 500));
        attempts.add(answered(AMBER, 500));
        var window = windows(attempts).getFirst();

        assertThat(window.latencyP99Millis()).isCloseTo(500, within(5.0));
        assertThat(window.latencyMeanMillis()).isCloseTo(19.8, within(0.2));
    }

    @Test
    void window_ofConnectFailuresAlone_isFiniteAndFailed() {
        var window = windows(List.of(unreached(AMBER), unreached(AMBER))).getFirst();

        assertThat(window.failures()).isEqualTo(2);
        assertThat(window.latencyMeanMillis()).isZero();
        assertThat(window.latencyP99Millis()).isZero();
        assertThat(window.inFlightMean()).isZero();
    }

    @Test
    void latency_beyondFiveMinutes_countsAsFiveMinutes() {
        var window = windows(List.of(answered(AMBER, 1_000_000))).getFirst();

        assertThat(window.latencyMeanMillis()).isCloseTo(300_000, within(3_000.0));
    }

    private static List<WindowSample> windows(List<Attempt> attempts) {
        return Windows.of(attempts, START, TICK, TERMS);
    }
}
