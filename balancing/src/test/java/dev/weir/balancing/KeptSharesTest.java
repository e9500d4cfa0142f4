package dev.weir.balancing;

import static dev.weir.balancing.BalancerUnderTest.A;
import static dev.weir.balancing.BalancerUnderTest.B;
import static dev.weir.balancing.BalancerUnderTest.C;
import static dev.weir.balancing.BalancerUnderTest.D;
import static dev.weir.balancing.BalancerUnderTest.pinnedAt;
import static dev.weir.balancing.BalancerUnderTest.share;
import static dev.weir.balancing.BalancerUnderTest.weights;
import static dev.weir.balancing.VirtualNodes.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a balancer keeps for the next one, and how that goes on. */
final class KeptSharesTest {
    private final BalancerUnderTest balancer = new BalancerUnderTest();

    @Test
    void nextBalancer_goesOnWithTheLastGoodWeights() {
        balancer.observe(A, 10);
        balancer.observe(B, 40);
        balancer.observe(C, 40);
        var good = balancer.settle(List.of(A, B, C)).plan();

        var tick = next(balancer.kept()).tick(balancer.now.plusSeconds(60), List.of(A, B, C), Optional.empty());

        assertThat(tick.plan().policy()).isEqualTo("last-good");
        assertThat(weights(tick.plan())).isEqualTo(weights(good));
        assertThat(tick.plan().guards()).isEmpty();
    }

    @Test
    void nextBalancer_afterSixTimesStaleness_isUniform_aStepAtATime() {
        var kept = new KeptShares(Map.of(A.node(), 0.6, B.node(), 0.4), Map.of(A.node(), 0.6, B.node(), 0.4), START);

        var late = next(kept).tick(START.plusSeconds(60).plusMillis(1), List.of(A, B), Optional.empty());

        assertThat(late.plan().policy()).isEqualTo("uniform");
        assertThat(weights(late.plan())).containsExactly(500_000, 500_000);
    }

    @Test
    void nextBalancer_startsItsStepsFromWhatIsInForce() {
        var kept = new KeptShares(
                Map.of(A.node(), 0.01, B.node(), 0.495, C.node(), 0.495),
                Map.of(A.node(), 0.6, B.node(), 0.2, C.node(), 0.2),
                START);

        var tick = next(kept).tick(START, List.of(A, B, C), Optional.empty());

        assertThat(tick.plan().policy()).isEqualTo("last-good");
        assertThat(share(tick, 0)).isEqualTo(0.21);
    }

    @Test
    void nextBalancer_learnsFromFreshEvidenceAtOnce() {
        var kept = new KeptShares(Map.of(A.node(), 0.6, B.node(), 0.4), Map.of(A.node(), 0.6, B.node(), 0.4), START);
        var next = next(kept);
        next.observe(balancer.window(A, 4, 0, 40));
        next.observe(balancer.window(B, 4, 0, 10));

        var tick = next.tick(START, List.of(A, B), Optional.empty());

        assertThat(tick.plan().policy()).isEqualTo("ewma");
        assertThat(share(tick, 0)).isEqualTo(0.4);
    }

    @Test
    void nodeThatWasNotHeardOfSinceTheRestart_stands_whileTheOthersDivideWhatTheyHad() {
        var shares = Map.of(A.node(), 0.5, B.node(), 0.4, C.node(), 0.095, D.node(), 0.005);
        var next = next(new KeptShares(shares, shares, START));
        next.observe(balancer.window(A, 4, 0, 20));
        next.observe(balancer.window(B, 4, 0, 20));

        var tick = next.tick(START, List.of(A, B, C, D), Optional.empty());

        assertThat(weights(tick.plan())).containsExactly(450_000, 450_000, 95_000, 5_000);
        assertThat(tick.plan().policy()).isEqualTo("ewma");
        assertThat(tick.plan().weights())
                .allSatisfy(weight -> assertThat(weight.why().contributions().stream()
                                .mapToDouble(Contribution::value)
                                .sum())
                        .isCloseTo(weight.share(), within(1e-9)));

        next.observe(balancer.window(C, 4, 0, 20));
        next.observe(balancer.window(D, 4, 0, 20));
        assertThat(share(next.tick(START, List.of(A, B, C, D), Optional.empty()), 3))
                .isGreaterThan(0.2);
    }

    @Test
    void nodeThatWasNotHeardOfForSixTimesStaleness_isTriedAsAnyOther() {
        var shares = Map.of(A.node(), 0.5, B.node(), 0.495, D.node(), 0.005);
        var next = next(new KeptShares(shares, shares, START));
        balancer.now = START.plusSeconds(60);
        next.observe(balancer.window(A, 4, 0, 20));
        next.observe(balancer.window(B, 4, 0, 20));
        assertThat(share(next.tick(balancer.now, List.of(A, B, D), Optional.empty()), 2))
                .isEqualTo(0.005);

        assertThat(share(next.tick(balancer.now.plusMillis(1), List.of(A, B, D), Optional.empty()), 2))
                .isGreaterThan(0.2);
    }

    @Test
    void sharesFromTheFuture_standFromNowOn() {
        var kept = new KeptShares(
                Map.of(A.node(), 0.6, B.node(), 0.4), Map.of(A.node(), 0.6, B.node(), 0.4), START.plusSeconds(86_400));
        var next = next(kept);

        assertThat(next.tick(START, List.of(A, B), Optional.empty()).plan().policy())
                .isEqualTo("last-good");
        assertThat(next.tick(START.plusSeconds(61), List.of(A, B), Optional.empty())
                        .plan()
                        .policy())
                .isEqualTo("uniform");
    }

    @Test
    void keptSharesOfNodesThatAreGone_areDividedAmongTheOthers() {
        var shares = Map.of(A.node(), 0.3, B.node(), 0.2, D.node(), 0.5);

        var tick = next(new KeptShares(shares, shares, START)).tick(START, List.of(A, B), Optional.empty());

        assertThat(weights(tick.plan())).containsExactly(600_000, 400_000);
    }

    @Test
    void keptSharesOfStrangersOnly_areAsGoodAsNone() {
        var shares = Map.of(D.node(), 1.0);

        var plan = next(new KeptShares(shares, shares, START))
                .tick(START, List.of(A, B), Optional.empty())
                .plan();

        assertThat(plan.policy()).isEqualTo("uniform");
        assertThat(weights(plan)).containsExactly(500_000, 500_000);
    }

    @Test
    void kept_beforeAnyTick_isWhatItBeganWith() {
        var kept = new KeptShares(Map.of(A.node(), 0.7, B.node(), 0.3), Map.of(A.node(), 0.6, B.node(), 0.4), START);

        assertThat(next(kept).kept()).isEqualTo(kept);
        assertThat(new Balancer(VirtualNodes.SETTINGS).kept()).isEqualTo(KeptShares.NONE);
    }

    @Test
    void kept_isWhatEnvoyHeard_andNotAMoveWithinTheDeadband() {
        balancer.tick(List.of(pinnedAt(0.5), B, C));
        balancer.tick(List.of(pinnedAt(0.503), B, C));

        assertThat(balancer.kept().inForce()).containsEntry(A.node(), 0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 0, 1.1, Double.POSITIVE_INFINITY})
    void keptShare_thatIsNone_isRefused(double share) {
        assertThatThrownBy(() -> new KeptShares(Map.of(A.node(), share), Map.of(), START))
                .hasMessage("share " + share + " of a is not in (0, 1]");
    }

    private static Balancer next(KeptShares kept) {
        return new Balancer(VirtualNodes.SETTINGS, kept);
    }
}
