package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Dear, middling and cheap: 0.0003, 0.0002 and 0.0001 tokens a call. */
final class HardLimitsTest {
    private static final Candidate DEAR = candidate("dear", "0.0003", true);
    private static final Candidate MIDDLING = candidate("middling", "0.0002", true);
    private static final Candidate CHEAP = candidate("cheap", "0.0001", true);
    private static final List<Candidate> ALL = List.of(DEAR, MIDDLING, CHEAP);

    @Test
    void noBounds_leaveTheProposalsAsTheyAre() {
        var proposed = proposed(0.8, 0.1, 0.1);

        assertThat(new HardLimits(Bounds.NONE).of(ALL, proposed)).isSameAs(proposed);
    }

    @Test
    void proposalsWithinTheBounds_areLeftAsTheyAre() {
        var proposed = proposed(0.2, 0.6, 0.2);

        assertThat(budget("0.2").of(ALL, proposed)).isEqualTo(proposed);
        assertThat(availability(0.5).of(ALL, proposed)).isEqualTo(proposed);
    }

    @Test
    void proposalsAboveTheBudget_areTilted_untilTheirMeanPriceIsTheBudget() {
        double[] shares = shares(budget("0.15").of(ALL, proposed(0.4, 0.3, 0.3)));

        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
        assertThat(0.3 * shares[0] + 0.2 * shares[1] + 0.1 * shares[2]).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void tilt_isByThePrice_soThatEqualStepsOfPriceCostAnEqualFactor() {
        double[] shares = shares(budget("0.15").of(ALL, proposed(0.4, 0.3, 0.3)));

        double dearToMiddling = shares[0] / shares[1] / (0.4 / 0.3);
        double middlingToCheap = shares[1] / shares[2];
        assertThat(dearToMiddling).isCloseTo(middlingToCheap, within(1e-9)).isLessThan(1);
    }

    @Test
    void tilt_isTheContributionLimits_andContributionsStillAddUp() {
        assertThat(budget("0.15").of(ALL, proposed(0.4, 0.3, 0.3))).allSatisfy(proposal -> {
            assertThat(proposal.parts()).extracting(Contribution::name).containsExactly("even share", "limits");
            assertThat(proposal.parts().stream()
                            .mapToDouble(Contribution::value)
                            .sum())
                    .isCloseTo(proposal.share(), within(1e-12));
        });
    }

    @Test
    void failuresAboveWhatTheAvailabilityAllows_areTilted_untilTheyAreWithin() {
        var limited = availability(0.95).of(ALL, proposed(new double[] {0.5, 0.3, 0.2}, new double[] {0.1, 0.05, 0}));

        double[] shares = shares(limited);
        assertThat(0.1 * shares[0] + 0.05 * shares[1]).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void budgetAndAvailability_holdBoth_whereTheyCan() {
        var limits = limits("0.25", 0.95);

        // What is cheap fails, what is dear does not: each tilt undoes a part of the other.
        double[] shares = shares(limits.of(ALL, proposed(new double[] {0.8, 0.1, 0.1}, new double[] {0, 0.06, 0.1})));

        assertThat(0.3 * shares[0] + 0.2 * shares[1] + 0.1 * shares[2]).isLessThanOrEqualTo(0.25 + 1e-9);
        assertThat(0.06 * shares[1] + 0.1 * shares[2]).isLessThanOrEqualTo(0.05 + 1e-9);
    }

    @Test
    void ofBudgetAndAvailability_thatCannotBothHold_theBudgetDoes() {
        var proposed = proposed(new double[] {0.4, 0.3, 0.3}, new double[] {0, 0, 1});

        double[] shares = shares(limits("0.11", 0.99).of(ALL, proposed));

        assertThat(0.3 * shares[0] + 0.2 * shares[1] + 0.1 * shares[2]).isLessThanOrEqualTo(0.11 + 1e-9);
    }

    @Test
    void budgetThatNoNodeKeeps_leavesTheTrafficToTheCheapest() {
        double[] shares = shares(budget("0.05").of(ALL, proposed(0.4, 0.3, 0.3)));

        assertThat(shares[2]).isGreaterThan(0.99999);
    }

    @Test
    void silentNode_getsNoTraffic_soThatItNeitherCountsNorMoves() {
        var silentCheap = candidate("cheap", "0.0001", false);

        double[] shares = shares(budget("0.22").of(List.of(DEAR, MIDDLING, silentCheap), proposed(0.3, 0.3, 0.4)));

        assertThat(shares[2]).isEqualTo(0.4);
        assertThat((0.3 * shares[0] + 0.2 * shares[1]) / 0.6).isCloseTo(0.22, within(1e-9));
    }

    @Test
    void noShares_areLeftToTheGuard() {
        var proposed = proposed(Double.NaN, 0.5, 0.5);

        assertThat(shares(budget("0.05").of(ALL, proposed))).containsExactly(Double.NaN, 0.5, 0.5);
    }

    @Test
    void plan_withinTheBounds_firesNothing() {
        assertThat(fired(limits("0.2", 0.9), proposed(0.2, 0.6, 0.2), 200_000, 600_000, 200_000))
                .isEmpty();
    }

    @Test
    void plan_upTo1PercentAboveTheBudget_firesNothing_andBeyondSaysByHowMuch() {
        var even = proposed(0.3, 0.3, 0.4);

        assertThat(fired(budget("0.2"), even, 310_000, 395_000, 295_000)).isEmpty();
        assertThat(fired(budget("0.2"), even, 500_000, 400_000, 100_000))
                .containsExactly(new GuardFired(
                        "budget",
                        "1,000 calls cost 0.24 tokens in the mean, 20.0 % above the budget of 0.2; "
                                + "floor, cap, step, pins or the other limit stand against it"));
    }

    @Test
    void plan_ofNodesThatAllCostMore_fires_byHoweverLittle() {
        assertThat(fired(budget("0.0999"), proposed(0.3, 0.3, 0.4), 1, 1, 999_998))
                .containsExactly(new GuardFired(
                        "budget",
                        "1,000 calls cost 0.1 tokens in the mean, 0.100 % above the budget of 0.0999; "
                                + "no node is within it"));
    }

    @Test
    void plan_withMoreFailuresThanAllowed_saysByHowManyPoints() {
        var failing = proposed(new double[] {0.3, 0.3, 0.4}, new double[] {0.1, 0.02, 0.02});

        assertThat(fired(availability(0.99), failing, 250_000, 250_000, 500_000))
                .containsExactly(new GuardFired(
                        "availability",
                        "4.00 % of the calls are expected to fail, 3.00 points above what the availability allows; "
                                + "no node is within it"));
    }

    @Test
    void bounds_thatNothingCouldKeep_areNone() {
        assertThatThrownBy(() -> new Bounds(Optional.of(TokenAmount.ZERO), OptionalDouble.empty()))
                .hasMessage("budgetPer1000 is 0");
        assertThatThrownBy(() -> new Bounds(Optional.empty(), OptionalDouble.of(1)))
                .hasMessage("availability 1.0 is not in (0, 1)");
    }

    private static HardLimits budget(String per1000) {
        return new HardLimits(new Bounds(Optional.of(TokenAmount.ofTokens(per1000)), OptionalDouble.empty()));
    }

    private static HardLimits availability(double least) {
        return new HardLimits(new Bounds(Optional.empty(), OptionalDouble.of(least)));
    }

    private static HardLimits limits(String per1000, double least) {
        return new HardLimits(new Bounds(Optional.of(TokenAmount.ofTokens(per1000)), OptionalDouble.of(least)));
    }

    private static List<GuardFired> fired(HardLimits limits, List<Planner.Proposal> proposed, Integer... weights) {
        return limits.checked(ALL, proposed, new WeightGuard.Guarded(List.of(weights), List.of()))
                .fired();
    }

    private static List<Planner.Proposal> proposed(double... shares) {
        return proposed(shares, new double[shares.length]);
    }

    private static List<Planner.Proposal> proposed(double[] shares, double[] failures) {
        var proposed = new ArrayList<Planner.Proposal>();
        for (int i = 0; i < shares.length; i++) {
            var parts = Double.isNaN(shares[i])
                    ? List.<Contribution>of()
                    : List.of(new Contribution("even share", shares[i]));
            proposed.add(new Planner.Proposal(shares[i], 10, failures[i], parts));
        }
        return proposed;
    }

    private static double[] shares(List<Planner.Proposal> proposals) {
        return proposals.stream().mapToDouble(Planner.Proposal::share).toArray();
    }

    private static Candidate candidate(String node, String price, boolean healthy) {
        return new Candidate(new NodeId(node), TokenAmount.ofTokens(price), healthy, Optional.empty());
    }
}
