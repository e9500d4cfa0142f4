package dev.weir.controlplane.telemetry;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.answered;
import static dev.weir.controlplane.Fixtures.unreached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.TokenAmount;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Reported;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class NodeTrafficTest {
    private static final Duration TICK = Duration.ofMillis(250);

    private final NodeTraffic traffic = new NodeTraffic();

    @Test
    void node_withoutTraffic_isAllZeros() {
        assertThat(traffic.requestsPerSecond()).isZero();
        assertThat(traffic.errorRatio()).isZero();
        assertThat(traffic.latencyMillis()).isZero();
        assertThat(traffic.p50Millis()).isZero();
        assertThat(traffic.p99Millis()).isZero();
    }

    @Test
    void steadyTraffic_isMeasuredWithinFivePercent() {
        for (int tick = 0; tick < 120; tick++) {
            tick(Collections.nCopies(5, answered(AMBER, 20)), 0);
        }

        assertThat(traffic.requestsPerSecond()).isCloseTo(20, within(1.0));
        assertThat(traffic.latencyMillis()).isCloseTo(20, within(0.1));
        assertThat(traffic.p50Millis()).isCloseTo(20, within(1.0));
        assertThat(traffic.reached()).isEqualTo(600);
    }

    @Test
    void p99_isNeverBelowTheMean_longAfterOneSlowBurst() {
        tick(Collections.nCopies(10, answered(AMBER, 40)), 0);
        for (int tick = 0; tick < 40; tick++) {
            tick(List.of(), 0);
        }

        assertThat(traffic.p99Millis()).isCloseTo(40, within(2.0));
        assertThat(traffic.latencyMillis()).isCloseTo(40, within(0.1));
    }

    @Test
    void percentiles_tellTheMiddleFromTheTail() {
        var attempts = new ArrayList<>(Collections.nCopies(97, answered(AMBER, 10)));
        attempts.addAll(Collections.nCopies(3, answered(AMBER, 1_000)));
        tick(attempts, 0);

        assertThat(traffic.p50Millis()).isCloseTo(10, within(0.5));
        assertThat(traffic.p99Millis()).isCloseTo(1_000, within(50.0));
    }

    @Test
    void percentiles_ofSeveralNodes_areOfAllTheirAttempts() {
        tick(Collections.nCopies(90, answered(AMBER, 10)), 0);
        var slow = new NodeTraffic();
        slow.tick(TICK, sample(10, 0), Collections.nCopies(10, answered(AMBER, 1_000)));

        assertThat(NodeTraffic.percentileMillis(List.of(traffic, slow), 50)).isCloseTo(10, within(0.5));
        assertThat(NodeTraffic.percentileMillis(List.of(traffic, slow), 99)).isCloseTo(1_000, within(50.0));
        assertThat(NodeTraffic.percentileMillis(List.of(), 99)).isZero();
    }

    @Test
    void latency_outsideTheBuckets_countsInTheOutermost() {
        tick(List.of(answered(AMBER, 0), answered(AMBER, 10_000_000)), 0);

        assertThat(traffic.p50Millis()).isCloseTo(0.05, within(0.001));
        assertThat(traffic.p99Millis()).isBetween(60_000.0, 90_000.0);
    }

    @Test
    void attempts_withoutConnection_fail_butReachNobody() {
        tick(List.of(unreached(AMBER), answered(AMBER, 10)), 1);

        assertThat(traffic.reached()).isEqualTo(1);
        assertThat(traffic.failures()).isEqualTo(1);
        assertThat(traffic.errorRatio()).isEqualTo(0.5);
        assertThat(traffic.latencyMillis()).isCloseTo(10, within(0.01));
    }

    @Test
    void rates_fadeOnceNothingComes_andCountsStay() {
        tick(Collections.nCopies(100, answered(AMBER, 10)), 0);
        for (int tick = 0; tick < 4 * 60; tick++) {
            traffic.tick(TICK, null, List.of());
        }

        assertThat(traffic.requestsPerSecond()).isLessThan(0.01);
        assertThat(traffic.latencyMillis()).isZero();
        assertThat(traffic.p99Millis()).isZero();
        assertThat(traffic.reached()).isEqualTo(100);
    }

    @Test
    void report_standsForTenSeconds() {
        traffic.tick(TICK, reporting(OptionalDouble.of(0.42)), List.of());
        for (int tick = 0; tick < 40; tick++) {
            traffic.tick(TICK, tick % 2 == 0 ? null : reporting(OptionalDouble.empty()), List.of());
        }
        assertThat(traffic.reportedUtilisation()).hasValue(0.42);

        traffic.tick(TICK, null, List.of());
        assertThat(traffic.reportedUtilisation()).isEmpty();
    }

    @Test
    void lastReport_isTheOneThatCounts() {
        traffic.tick(TICK, reporting(OptionalDouble.of(0.42)), List.of());
        traffic.tick(TICK, reporting(OptionalDouble.of(0)), List.of());

        assertThat(traffic.reportedUtilisation()).hasValue(0);
    }

    private static WindowSample reporting(OptionalDouble utilisation) {
        return new WindowSample(
                QUOTES,
                AMBER,
                START,
                TICK,
                1,
                0,
                10,
                10,
                1,
                TokenAmount.ZERO,
                0.5,
                new Reported(utilisation, OptionalInt.empty()));
    }

    private void tick(List<Attempt> attempts, int failures) {
        traffic.tick(TICK, attempts.isEmpty() ? null : sample(attempts.size(), failures), attempts);
    }

    private static WindowSample sample(int attempts, int failures) {
        return new WindowSample(QUOTES, AMBER, START, TICK, attempts, failures, 10, 10, 1, TokenAmount.ZERO, 0.5);
    }
}
