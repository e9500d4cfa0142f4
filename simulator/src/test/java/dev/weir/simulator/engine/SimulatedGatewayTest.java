package dev.weir.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Fraction;
import dev.weir.simulator.engine.SimulatedAttempt.Outcome;
import dev.weir.simulator.scenario.Scenario.Ejection;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SimulatedGatewayTest {
    private static final long SECOND = 1_000_000_000L;
    private final boolean[] healthy = {true, true, true, true};
    private final SimulatedGateway gateway = gateway(new Fraction(0.5));

    @Test
    void requestsInFlight_areCountedPerNode() {
        gateway.sent(2);
        gateway.sent(2);
        assertThat(gateway.active(2)).isEqualTo(2);

        gateway.ended(ended(2, Outcome.ANSWERED, false), 0);
        assertThat(gateway.active(2)).isEqualTo(1);
        assertThat(gateway.active(1)).isZero();
    }

    @Test
    void node_thatFailsTwiceInARow_isOutForTheBaseTime() {
        end(1, Outcome.FAILED, 10 * SECOND);
        assertThat(gateway.usable(1, 10 * SECOND)).isTrue();

        end(1, Outcome.FAILED, 10 * SECOND);
        assertThat(gateway.usable(1, 10 * SECOND)).isFalse();
        assertThat(gateway.usable(1, 15 * SECOND - 1)).isFalse();
        assertThat(gateway.usable(1, 15 * SECOND)).isTrue();
        assertThat(gateway.usable(0, 10 * SECOND)).isTrue();
    }

    @Test
    void answer_inBetween_beginsTheRowAnew() {
        end(1, Outcome.FAILED, 0);
        end(1, Outcome.ANSWERED, 0);
        end(1, Outcome.FAILED, 0);

        assertThat(gateway.usable(1, 0)).isTrue();
    }

    @Test
    void node_thatIsOutAgain_isOutLonger() {
        end(1, Outcome.FAILED, 0);
        end(1, Outcome.FAILED, 0);
        end(1, Outcome.FAILED, 20 * SECOND);
        end(1, Outcome.FAILED, 20 * SECOND);

        assertThat(gateway.usable(1, 30 * SECOND - 1)).isFalse();
        assertThat(gateway.usable(1, 30 * SECOND)).isTrue();
    }

    @Test
    void callThatTookTooLong_isAFailure_andOneThatWasOvertakenIsNot() {
        for (int i = 0; i < 2; i++) {
            gateway.sent(0);
            gateway.ended(ended(0, Outcome.ABANDONED, true), 0);
            gateway.sent(1);
            gateway.ended(ended(1, Outcome.ABANDONED, false), 0);
        }

        assertThat(gateway.usable(0, 0)).isFalse();
        assertThat(gateway.usable(1, 0)).isTrue();
    }

    @Test
    void ejections_stopAtTheirMost() {
        for (int node = 0; node < 4; node++) {
            end(node, Outcome.FAILED, 0);
            end(node, Outcome.FAILED, 0);
        }

        assertThat(IntStream.range(0, 4).filter(node -> gateway.usable(node, 0)))
                .containsExactly(2, 3);
    }

    @Test
    void oneNode_mayAlwaysBeOut() {
        var strict = gateway(new Fraction(0.01));
        for (int i = 0; i < 2; i++) {
            strict.sent(3);
            strict.ended(ended(3, Outcome.FAILED, false), 0);
        }

        assertThat(strict.usable(3, 0)).isFalse();
    }

    @Test
    void node_knownToBeGone_isNotUsable() {
        healthy[2] = false;

        assertThat(gateway.usable(2, 0)).isFalse();
        assertThat(gateway.knownThere(2)).isFalse();
    }

    @Test
    void threeRetries_areAlwaysAllowed() {
        assertThat(IntStream.range(0, 5).filter(i -> gateway.mayRetry(0)).count())
                .isEqualTo(3);
    }

    @Test
    void retryBudget_isAPartOfTheCallsUnderWay() {
        IntStream.range(0, 100).forEach(i -> gateway.callBegan());

        assertThat(IntStream.range(0, 100).filter(i -> gateway.mayRetry(0.2)).count())
                .isEqualTo(20);
    }

    @Test
    void retriedCall_thatEnds_givesItsPlaceBack() {
        gateway.callBegan();
        assertThat(IntStream.range(0, 3).allMatch(i -> gateway.mayRetry(0))).isTrue();
        assertThat(gateway.mayRetry(0)).isFalse();

        gateway.callEnded(true);

        assertThat(gateway.mayRetry(0)).isTrue();
    }

    private SimulatedGateway gateway(Fraction most) {
        return new SimulatedGateway(0, 4, healthy, new Ejection(2, Duration.ofSeconds(5), most));
    }

    private void end(int node, Outcome outcome, long now) {
        gateway.sent(node);
        gateway.ended(ended(node, outcome, false), now);
    }

    private static SimulatedAttempt ended(int node, Outcome outcome, boolean overtime) {
        var attempt = new SimulatedAttempt(new SimulatedCall(0, 0, 0, 1), node, 0);
        attempt.end(0, outcome, overtime);
        return attempt;
    }
}
