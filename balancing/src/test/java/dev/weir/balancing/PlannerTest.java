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
        var shares = shares(LATENCY.plan(candidates(2), List.of(fresh(10, 0), fresh(100, 0))));

        assertThat(shares.get(1)).isCloseTo(shares.get(0) / 100, within(1e-12));
    }

    @Test
    void alwaysFailing_costsTwentyOneTimesAsMuch() {
        var shares = shares(AVAILABILITY.plan(candidates(2), List.of(fresh(10, 0), fresh(10, 1))));

        assertThat(shares.get(1)).isCloseTo(shares.get(0) / (21 * 21), within(1e-12));
    }

    @Test
    void twiceTheRelativePrice_getsAQuarter() {
        var candidates = List.of(candidate(0, "1"), candidate(1, "2"));

        var shares = shares(COST.plan(candidates, List.of(fresh(10, 0), fresh(10, 0))));

        assertThat(shares.get(1)).isCloseTo(shares.get(0) / 4, within(1e-12));
    }

    @Test
    void freeNodes_allCostTheSame() {
        var candidates = List.of(candidate(0, "0"), candidate(1, "0"));

        assertThat(shares(COST.plan(candidates, List.of(fresh(10, 0), fresh(10, 0)))))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void unknownNode_isTakenToBeLikeTheCrowd() {
        var proposals =
                LATENCY.plan(candidates(4), List.of(fresh(4, 0), fresh(10, 0), fresh(30, 0), NodeEstimate.UNKNOWN));

        assertThat(proposals.get(3).latencyMillis()).isEqualTo(10);
    }

    @Test
    void nothingKnown_isAnEvenShare() {
        assertThat(shares(LATENCY.plan(candidates(2), List.of(NodeEstimate.UNKNOWN, NodeEstimate.UNKNOWN))))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void oldEvidenceOfSlowness_fadesTowardsTheCrowd_byRatio() {
        var proposals =
                LATENCY.plan(candidates(3), List.of(fresh(10, 0), fresh(10, 0), new NodeEstimate(1_000, 0, 0.5)));

        assertThat(proposals.get(2).latencyMillis()).isCloseTo(100, within(1e-9));
    }

    @Test
    void oldEvidenceOfSpeed_doesNotFade() {
        var proposals = LATENCY.plan(candidates(3), List.of(fresh(10, 0), fresh(10, 0), new NodeEstimate(1, 0, 0.5)));

        assertThat(proposals.get(2).latencyMillis()).isEqualTo(1);
    }

    @Test
    void slowMajorityThatNobodyTries_fadesTowardsTheFreshFew() {
        var old = new NodeEstimate(1_000, 0, 0.01);

        var proposals = LATENCY.plan(candidates(5), List.of(fresh(10, 0), fresh(12, 0), old, old, old));

        assertThat(proposals.get(2).latencyMillis()).isLessThan(11);
    }

    @Test
    void slowerOfTwo_fadesTowardsTheFaster() {
        var proposals = LATENCY.plan(candidates(2), List.of(fresh(10, 0), new NodeEstimate(1_000, 0, 0.01)));

        assertThat(proposals.get(1).latencyMillis()).isLessThan(11);
    }

    @Test
    void costsBeyondADouble_stillMakeShares() {
        var strict = new Planner(new Objective(10, 10, 10));

        var shares = shares(strict.plan(candidates(2), List.of(fresh(1e15, 1), fresh(1e15, 1))));

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
                    IntStream.range(0, n).mapToObj(i -> estimate(random)).toList());

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
                : new NodeEstimate(Math.exp(30 * random.nextDouble() - 3), random.nextDouble(), random.nextDouble());
    }

    private static NodeEstimate fresh(double latencyMillis, double failureProbability) {
        return new NodeEstimate(latencyMillis, failureProbability, 1);
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
