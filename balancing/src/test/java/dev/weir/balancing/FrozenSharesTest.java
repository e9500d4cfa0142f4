package dev.weir.balancing;

import static dev.weir.balancing.BalancerUnderTest.A;
import static dev.weir.balancing.BalancerUnderTest.B;
import static dev.weir.balancing.BalancerUnderTest.C;
import static dev.weir.balancing.BalancerUnderTest.pinnedAt;
import static dev.weir.balancing.BalancerUnderTest.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands while the weights are frozen. */
final class FrozenSharesTest {
    private final BalancerUnderTest balancer = new BalancerUnderTest();

    @Test
    void hold_leavesEveryShare_whateverWasMeasured() {
        balancer.observe(A, 10);
        balancer.observe(B, 40);
        balancer.observe(C, 40);
        var before = balancer.settle(List.of(A, B, C)).plan();
        balancer.observe(A, 400);

        var tick = balancer.hold(List.of(A, B, C));

        assertThat(tick.push()).isFalse();
        assertThat(tick.plan().policy()).isEqualTo("frozen");
        assertThat(weights(tick.plan())).isEqualTo(weights(before));
        assertThat(tick.plan().weights())
                .allSatisfy(weight -> assertThat(weight.why().contributions().stream()
                                .mapToDouble(Contribution::value)
                                .sum())
                        .isCloseTo(weight.share(), within(1e-9)));
    }

    @Test
    void hold_givesANodeThatJoinsAnEvenShare_ofTheOthersInProportion() {
        balancer.tick(List.of(pinnedAt(0.6), B));

        var tick = balancer.hold(List.of(A, B, C));

        assertThat(tick.push()).isTrue();
        assertThat(weights(tick.plan())).containsExactly(450_000, 300_000, 250_000);
    }

    @Test
    void hold_ofABalancerThatKnowsNothing_isUniform() {
        assertThat(weights(balancer.hold(List.of(A, B)).plan())).containsExactly(500_000, 500_000);
        assertThat(balancer.hold(List.of()).plan().weights()).isEmpty();
    }
}
