package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.balancing.Planner.Proposal;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlannerTest {
    private static final Planner LATENCY = new Planner(new Objective(1, 0, 0));
    private static final Planner AVAILABILITY = new Planner(new Objective(0, 1, 0));
    private static final Planner COST = new Planner(new Objective(0, 0, 1));

    @Test
    void tenTimesSlower_getsAHundredth() {
        var shares = shares(LATENCY.plan(candidates(2), List.of(fresh(10, 0), fresh(100, 0)), 0));

        assertThat(shares.get(1)).isCloseTo(shares.get(0) / 100, within(1e-12));
    }

    /** 100 and 10 calls a second are all that they can do; at 105 none is left idle. */
    @Test
    void underLoad_sharesGoWithWhatEachCanDo() {
        var shares = shares(LATENCY.plan(candidates(2), List.of(fresh(10, 0), fresh(100, 0)), 105));

        assertThat(shares.get(1)).isBetween(0.05, 1.0 / 11);
        assertThat(shares.get(0) * 105).isLessThan(100);
    }

    /** Shares and latencies are those of one balance. */
    @Test
    void sharesFall_withTheSquareOfTheLatencyThatIsExpectedThere() {
        var shares = shares(LATENCY.plan(candidates(2), List.of(fresh(10, 0), fresh(20, 0)), 120));

        double fast = 10 * Crowding.latency(shares.get(0) * 120 * 0.010, 1);
        double slow = 20 * Crowding.latency(shares.get(1) * 120 * 0.020, 1);
        assertThat(shares.get(1) / shares.get(0)).isCloseTo(fast * fast / slow / slow, within(0.02));
    }

    @Test
    void nodeThatServesFourAtOnce_getsMoreUnderLoad() {
        var four = new NodeEstimate(20, 20, 4, 0, 1);

        var shares = shares(LATENCY.plan(candidates(2), List.of(fresh(20, 0), four), 200));

        assertThat(shares.get(1)).isBetween(0.75, 0.85);
    }

    /** However cheap it is. */
    @Test
    void cheapNode_isNotPlannedMoreThanItCanDo() {
        var candidates = List.of(candidate(0, "0.001"), candidate(1, "1000"));
        var greedy = new Planner(new Objective(1, 1, 10));

        var shares = shares(greedy.plan(candidates, List.of(fresh(10, 0), fresh(10, 0)), 150));

        assertThat(shares.get(0) * 150).isLessThanOrEqualTo(100);
        assertThat(shares.get(0)).isGreaterThan(0.6);
    }

    @Test
    void moreCallsThanAllCanDo_areSharedByWhatEachCanDo() {
        var shares = shares(LATENCY.plan(candidates(2), List.of(fresh(10, 0), fresh(20, 0)), 1e9));

        assertThat(shares.get(0)).isBetween(0.66, 0.69);
    }

    @Test
    void alwaysFailing_costsTwentyOneTimesAsMuch() {
        var shares = shares(AVAILABILITY.plan(candidates(2), List.of(fresh(10, 0), fresh(10, 1)), 0));

        assertThat(shares.get(1)).isCloseTo(shares.get(0) / (21 * 21), within(1e-12));
    }

    @Test
    void fourTimesTheRelativePrice_getsHalf() {
        var candidates = List.of(candidate(0, "1"), candidate(1, "4"));

        var shares = shares(COST.plan(candidates, List.of(fresh(10, 0), fresh(10, 0)), 0));

        assertThat(shares.get(1)).isCloseTo(shares.get(0) / 2, within(1e-12));
    }

    @Test
    void freeNodes_allCostTheSame() {
        var candidates = List.of(candidate(0, "0"), candidate(1, "0"));

        assertThat(shares(COST.plan(candidates, List.of(fresh(10, 0), fresh(10, 0)), 0)))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void unknownNode_isTakenToBeLikeTheCrowd() {
        var proposals =
                LATENCY.plan(candidates(4), List.of(fresh(4, 0), fresh(10, 0), fresh(30, 0), NodeEstimate.UNKNOWN), 0);

        assertThat(proposals.get(3).latencyMillis()).isEqualTo(10);
    }

    @Test
    void nothingKnown_isAnEvenShare() {
        assertThat(shares(LATENCY.plan(candidates(2), List.of(NodeEstimate.UNKNOWN, NodeEstimate.UNKNOWN), 0)))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void oldEvidenceOfSlowness_fadesTowardsTheCrowd_byRatio() {
        var proposals = LATENCY.plan(
                candidates(3), List.of(fresh(10, 0), fresh(10, 0), new NodeEstimate(1_000, 1_000, 1, 0, 0.5)), 0);

        assertThat(proposals.get(2).latencyMillis()).isCloseTo(100, within(1e-9));
    }

    @Test
    void oldEvidenceOfSpeed_doesNotFade() {
        var proposals =
                LATENCY.plan(candidates(3), List.of(fresh(10, 0), fresh(10, 0), new NodeEstimate(1, 1, 1, 0, 0.5)), 0);

        assertThat(proposals.get(2).latencyMillis()).isEqualTo(1);
    }

    @Test
    void slowMajorityThatNobodyTries_fadesTowardsTheFreshFew() {
        var old = new NodeEstimate(1_000, 1_000, 1, 0, 0.01);

        var proposals = LATENCY.plan(candidates(5), List.of(fresh(10, 0), fresh(12, 0), old, old, old), 0);

        assertThat(proposals.get(2).latencyMillis()).isLessThan(11);
    }

    @Test
    void slowerOfTwo_fadesTowardsTheFaster() {
        var proposals =
                LATENCY.plan(candidates(2), List.of(fresh(10, 0), new NodeEstimate(1_000, 1_000, 1, 0, 0.01)), 0);

        assertThat(proposals.get(1).latencyMillis()).isLessThan(11);
    }

    @Test
    void costsBeyondADouble_stillMakeShares() {
        var strict = new Planner(new Objective(10, 10, 10));

        var shares = shares(strict.plan(candidates(2), List.of(fresh(1e15, 1), fresh(1e15, 1)), 0));

        assertThat(shares).containsExactly(0.5, 0.5);
    }

    @Test
    void parts_addUpToTheShare_andSharesToOne() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new SplittableRandom(seed);
            int n = 1 + random.nextInt(30);
            var planner = new Planner(
                    new Objective(10 * random.nextDouble(), 10 * random.nextDouble(), 10 * random.nextDouble()));
            var proposals = planner.plan(
                    IntStream.range(0, n)
                            .mapToObj(i -> candidate(i, String.valueOf(random.nextInt(1_000))))
                            .toList(),
                    IntStream.range(0, n).mapToObj(i -> estimate(random)).toList(),
                    Math.exp(20 * random.nextDouble() - 5));

            assertThat(proposals.stream().mapToDouble(Proposal::share).sum())
                    .as("seed %d", seed)
                    .isCloseTo(1, within(1e-9));
            assertThat(proposals)
                    .as("seed %d", seed)
                    .allMatch(proposal -> Math.abs(proposal.parts().stream()
                                            .mapToDouble(Contribution::value)
                                            .sum()
                                    - proposal.share())
                            < 1e-9);
        }
    }

    private static NodeEstimate estimate(SplittableRandom random) {
        return random.nextInt(5) == 0
                ? NodeEstimate.UNKNOWN
                : new NodeEstimate(
                        Math.exp(30 * random.nextDouble() - 3),
                        Math.exp(30 * random.nextDouble() - 3),
                        1 + random.nextInt(100),
                        random.nextDouble(),
                        random.nextDouble());
    }

    private static NodeEstimate fresh(double latencyMillis, double failureProbability) {
        return new NodeEstimate(latencyMillis, latencyMillis, 1, failureProbability, 1);
    }

    private static List<Candidate> candidates(int n) {
        return IntStream.range(0, n).mapToObj(i -> candidate(i, "1")).toList();
    }

    private static Candidate candidate(int node, String price) {
        return new Candidate(new NodeId("node-" + node), TokenAmount.ofTokens(price), true, Optional.empty());
    }

    private static List<Double> shares(List<Proposal> proposals) {
        return proposals.stream().map(Proposal::share).toList();
    }
}
