package dev.weir.scoring;

import static dev.weir.scoring.Samples.START;
import static dev.weir.scoring.Samples.TICK;
import static dev.weir.scoring.Samples.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EndpointHistoryTest {
    private static final int LOG_LATENCY_SLOW = 1;
    private static final int TREND = 2;
    private static final int AGE = 7;

    private final EndpointHistory history = new EndpointHistory();

    @Test
    void nothingObserved_isUnknown() {
        assertThat(history.known()).isFalse();
        assertThat(history.seen()).isFalse();
    }

    @Test
    void firstWindow_isTakenAsItIs() {
        history.observe(window(START, 4, 1, 10));

        assertThat(history.known()).isTrue();
        assertThat(history.latencyMillis()).isEqualTo(10);
        assertThat(history.failureRatio()).isEqualTo(0.25);
    }

    @Test
    void oneSample_movesTheFastAverageByThreeTenths() {
        history.observe(window(START, 1, 0, 10));
        history.observe(window(START.plus(TICK), 1, 1, 20));
        history.observe(window(START.plus(TICK.multipliedBy(2)), 1, 0, 20));

        assertThat(history.latencyMillis()).isCloseTo(13, within(1e-9));
        assertThat(history.failureRatio()).isCloseTo(0.3 * 0.7, within(1e-9));
    }

    @Test
    void windowOfManyAttempts_countsAsSoManySamples() {
        var single = new EndpointHistory();
        single.observe(window(START, 1, 0, 10));
        history.observe(window(START, 1, 0, 10));

        history.observe(window(START.plus(TICK), 5, 0, 40));
        for (int i = 1; i <= 5; i++) {
            single.observe(window(START.plus(TICK.multipliedBy(i)), 1, 0, 40));
        }

        assertThat(history.latencyMillis()).isCloseTo(single.latencyMillis(), within(1e-9));
    }

    @Test
    void slowAverage_tellsTheUsualFromTheSudden() {
        history.observe(window(START, 1, 0, 10));
        history.observe(window(START.plus(TICK), 10, 0, 100));

        var features = history.features(START.plus(TICK)).values();
        assertThat(features.get(LOG_LATENCY_SLOW)).isCloseTo((float) Math.log(26.5), within(0.01f));
        assertThat(features.get(TREND)).isGreaterThan(1);
    }

    @Test
    void windowWithoutAttempts_isNoEvidence() {
        history.observe(window(START, 1, 0, 10));
        history.observe(window(START.plusSeconds(5), 0, 0, 0));

        assertThat(history.evidenceAge(START.plusSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void windowOfThePast_isDropped() {
        history.observe(window(START.plusSeconds(1), 1, 0, 10));
        history.observe(window(START, 1, 0, 1_000));

        assertThat(history.latencyMillis()).isEqualTo(10);
    }

    @Test
    void clockThatJumpedBack_makesNoNegativeAge() {
        history.observe(window(START, 1, 0, 10));

        assertThat(history.evidenceAge(START.minusSeconds(5))).isZero();
    }

    @Test
    void refusedConnections_sayNothingOfLatency() {
        history.observe(window(START, 4, 0, 10));
        history.observe(window(START.plus(TICK), 4, 4, 0));

        assertThat(history.latencyMillis()).isEqualTo(10);
        assertThat(history.failureRatio()).isGreaterThan(0.7);
    }

    @Test
    void nodeThatOnlyEverRefused_isSeenButNotKnown() {
        history.observe(window(START, 4, 4, 0));

        assertThat(history.seen()).isTrue();
        assertThat(history.known()).isFalse();
        assertThat(history.failureRatio()).isEqualTo(1);
    }

    @Test
    void answersThatOnlyFail_areNoFasterForIt() {
        history.observe(window(START, 4, 0, 100));
        history.observe(window(START.plus(TICK), 4, 4, 1));

        assertThat(history.latencyMillis()).isEqualTo(100);
    }

    @Test
    void features_ofAnyHistory_areWithinTheirBounds() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new SplittableRandom(seed);
            var each = new EndpointHistory();
            var now = START;
            for (int i = 0; i < 20; i++) {
                now = now.plusMillis(random.nextInt(60_000));
                int attempts = random.nextInt(1_000_000);
                each.observe(
                        window(now, attempts, random.nextInt(attempts + 1), Math.exp(80 * random.nextDouble() - 40)));
                if (each.known()) {
                    var features = each.features(now.plusSeconds(random.nextInt(1_000)));
                    assertThat(features.values())
                            .as("seed %d", seed)
                            .hasSize(8)
                            .allMatch(value -> Math.abs(value) <= 20);
                    assertThat(features.values().get(AGE)).as("seed %d", seed).isBetween(0f, 20f);
                }
            }
        }
    }
}
