package dev.weir.balancing;

import static dev.weir.balancing.BalancerUnderTest.A;
import static dev.weir.balancing.BalancerUnderTest.B;
import static dev.weir.balancing.BalancerUnderTest.C;
import static dev.weir.balancing.BalancerUnderTest.candidate;
import static dev.weir.balancing.BalancerUnderTest.pinnedAt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which plans are worth telling Envoy. */
final class PushedPlansTest {
    private final BalancerUnderTest balancer = new BalancerUnderTest();

    @Test
    void lastCandidateThatLeaves_isPushed() {
        balancer.tick(List.of(A));

        assertThat(balancer.tick(List.of()).push()).isTrue();
    }

    @Test
    void firstPlan_isPushed() {
        assertThat(balancer.tick(List.of(A, B)).push()).isTrue();
    }

    @Test
    void samePlan_isNotPushedAgain() {
        balancer.tick(List.of(A, B));

        assertThat(balancer.tick(List.of(A, B)).push()).isFalse();
    }

    @Test
    void sameNodesInAnotherOrder_areNotPushed() {
        balancer.tick(List.of(A, B));

        assertThat(balancer.tick(List.of(B, A)).push()).isFalse();
    }

    @Test
    void nodeThatJoins_isPushed() {
        balancer.tick(List.of(A, B));

        assertThat(balancer.tick(List.of(A, B, C)).push()).isTrue();
    }

    @Test
    void nodeThatFallsSilent_isPushed_withItsWeight() {
        balancer.tick(List.of(A, B));

        var tick = balancer.tick(List.of(A, candidate("b", false, Optional.empty())));

        assertThat(tick.push()).isTrue();
        assertThat(tick.plan().weights()).extracting(NodeWeight::weight).containsExactly(500_000, 500_000);
    }

    @Test
    void moveWithinTheDeadband_isNotPushed_untilItAddsUp() {
        balancer.tick(List.of(pinnedAt(0.5), B, C));

        assertThat(balancer.tick(List.of(pinnedAt(0.5), B, C)).push()).isFalse();
        assertThat(balancer.tick(List.of(pinnedAt(0.503), B, C)).push()).isFalse();
        assertThat(balancer.tick(List.of(pinnedAt(0.505), B, C)).push()).isFalse();
        assertThat(balancer.tick(List.of(pinnedAt(0.506), B, C)).push()).isTrue();
        assertThat(balancer.tick(List.of(pinnedAt(0.508), B, C)).push()).isFalse();
    }
}
