package dev.weir.controlplane.rollout;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.scoring.Attempt;
import dev.weir.scoring.Attempt.Cohort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two arms of an API with 200 calls a second, of which a tenth is the candidate's and a tenth its control; a regret of a tenth is allowed. */
final class TrialComparisonTest {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int PER_TICK = 50;
    private static final RolloutTerms TERMS = new RolloutTerms(Duration.ofMinutes(5), 1_000, 0.1, true);

    /** How a call fares. */
    private interface World {
        Attempt call(SplittableRandom random, Cohort cohort, double shock);
    }

    @Test
    void arms_areCountedApart() {
        var comparison = new TrialComparison(QUOTES, Stage.CANARY_10, TERMS);
        comparison.tick(
                TICK,
                List.of(
                        call(10, Cohort.CONTROL, false),
                        call(20, Cohort.CONTROL, true),
                        call(40, Cohort.CANARY, false),
                        call(80, Cohort.REST, true)));

        var evidence = comparison.evidence();
        assertThat(evidence.baseline().calls()).isEqualTo(2);
        assertThat(evidence.baseline().failures()).isEqualTo(0.5);
        assertThat(evidence.baseline().meanMillis()).isCloseTo(Math.sqrt(200), within(0.01));
        assertThat(evidence.candidate().calls()).isEqualTo(1);
        assertThat(evidence.candidate().meanMillis()).isCloseTo(40, within(0.01));
        assertThat(evidence.regrets()).isEmpty();
    }

    @Test
    void equalArms_areAlmostNeverTakenForWorse_howeverOftenOneLooks() {
        int alarms = 0;
        for (int seed = 0; seed < 200; seed++) {
            alarms += ticksToCertainty(seed, 600, TrialComparisonTest::likeAll) < 600 ? 1 : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(2);
    }

    @Test
    void candidateThatIsAllowedToBeAsBadAsItIs_isNotCertainlyWorse() {
        int alarms = 0;
        for (int seed = 0; seed < 50; seed++) {
            alarms += ticksToCertainty(seed, 600, (random, cohort, shock) -> scaled(random, cohort, 1.05, shock)) < 600
                    ? 1
                    : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(1);
    }

    @Test
    void candidateThatIsTwiceAsSlow_isFound_withinAHundredOfItsCalls() {
        int ticks = ticksToCertainty(1, 600, (random, cohort, shock) -> scaled(random, cohort, 2, shock));

        assertThat(ticks * PER_TICK / 10).isLessThan(300);
    }

    @Test
    void candidateWithALongTail_isFound_thoughItsMedianIsBetter() {
        int ticks = ticksToCertainty(
                1, 600, (random, cohort, shock) -> scaled(random, cohort, random.nextInt(5) == 0 ? 20 : 0.8, shock));

        assertThat(ticks * PER_TICK / 10).isLessThan(500);
    }

    @Test
    void candidateThatFailsOneInTwenty_isFound() {
        int ticks = ticksToCertainty(
                1,
                1_200,
                (random, cohort, shock) ->
                        call(latency(random, 1, shock), cohort, cohort == Cohort.CANARY && random.nextInt(20) == 0));

        assertThat(ticks * PER_TICK / 10).isLessThan(2_000);
    }

    @Test
    void candidateThatFailsEveryCall_isFound_inItsFirst50() {
        int ticks = ticksToCertainty(
                1, 600, (random, cohort, shock) -> call(latency(random, 1, shock), cohort, cohort == Cohort.CANARY));

        assertThat(ticks * PER_TICK / 10).isLessThan(60);
    }

    @Test
    void fewerThan20Calls_areNoEvidence_whateverBecameOfThem() {
        var comparison = new TrialComparison(QUOTES, Stage.CANARY_10, TERMS);
        for (int tick = 0; tick < 19; tick++) {
            var calls = new ArrayList<Attempt>();
            for (int i = 0; i < PER_TICK; i++) {
                calls.add(call(5, Cohort.CONTROL, false));
            }
            calls.add(call(14_000, Cohort.CANARY, true));
            comparison.tick(TICK, calls);
        }

        assertThat(comparison.evidence().regrets()).isEmpty();
    }

    @Test
    void slowCall_isOneThatTakesLongerThan95Of100OfTheBaselines() {
        var comparison = new TrialComparison(QUOTES, Stage.CANARY_10, TERMS);
        var random = new SplittableRandom(3);
        for (int tick = 0; tick < 200; tick++) {
            comparison.tick(TICK, calls(random, TrialComparisonTest::likeAll, 0));
        }

        assertThat(comparison.evidence().baseline().slow()).isCloseTo(0.05, within(0.01));
        assertThat(comparison.evidence().candidate().slow()).isCloseTo(0.05, within(0.03));
    }

    /** After how many looks some measure is certain; as many as were taken where none is. */
    private static int ticksToCertainty(long seed, int looks, World world) {
        var random = new SplittableRandom(seed);
        var comparison = new TrialComparison(QUOTES, Stage.CANARY_10, TERMS);
        double shock = 0;
        for (int tick = 0; tick < looks; tick++) {
            // What befalls the nodes lasts, and befalls both arms.
            shock = 0.95 * shock + 0.1 * random.nextGaussian();
            comparison.tick(TICK, calls(random, world, shock));
            if (comparison.evidence().regrets().stream().anyMatch(Regret::certain)) {
                return tick;
            }
        }
        return looks;
    }

    private static List<Attempt> calls(SplittableRandom random, World world, double shock) {
        var calls = new ArrayList<Attempt>();
        for (int i = 0; i < PER_TICK; i++) {
            calls.add(world.call(random, cohort(random), shock));
        }
        return calls;
    }

    private static Cohort cohort(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> Cohort.CANARY;
            case 1 -> Cohort.CONTROL;
            default -> Cohort.REST;
        };
    }

    private static Attempt likeAll(SplittableRandom random, Cohort cohort, double shock) {
        return call(latency(random, 1, shock), cohort, random.nextInt(100) == 0);
    }

    /** @param factor of the candidate's latency */
    private static Attempt scaled(SplittableRandom random, Cohort cohort, double factor, double shock) {
        return call(latency(random, cohort == Cohort.CANARY ? factor : 1, shock), cohort, false);
    }

    private static double latency(SplittableRandom random, double factor, double shock) {
        return factor * 10 * Math.exp(0.7 * random.nextGaussian() + shock);
    }

    private static Attempt call(double millis, Cohort cohort, boolean failed) {
        return new Attempt(
                QUOTES,
                AMBER,
                Instant.EPOCH,
                Duration.ofNanos((long) (millis * 1e6)),
                true,
                failed,
                cohort,
                Optional.empty(),
                "");
    }
}
