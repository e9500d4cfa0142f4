package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.engine.StagedWorld;
import org.junit.jupiter.api.Test;

/** Of two draws from two nodes the worse one is taken only where both name it: one time in four. */
final class PeakEwmaTest {
    private final StagedWorld world = new StagedWorld("""
            name: two
            gateways: 1
            length: 10s
            calls: {kinds: [{name: call, work: 10ms}]}
            nodes: [{name: n, count: 2}]
            """, Policies.maker("peak_ewma"));

    @Test
    void fasterNode_isPreferred() {
        world.answered(0, 10);
        world.answered(1, 100);

        prefers(0);
    }

    @Test
    void requestsInFlight_multiplyTheLatency() {
        world.answered(0, 40);
        world.answered(1, 100);
        world.sent(world.call(10), 0);
        prefers(0);

        world.sent(world.call(10), 0);
        prefers(1);
    }

    @Test
    void onePeak_countsAtOnce() {
        world.answered(1, 100);
        world.answered(0, 10);
        world.answered(0, 500);

        prefers(1);
    }

    @Test
    void peak_isForgotten_withATimeConstantOfTenSeconds() {
        world.answered(1, 100);
        world.answered(0, 500);
        prefers(1);

        // 100 ms fades to nothing as well, so that both are asked again before the comparison.
        for (int i = 0; i < 40; i++) {
            world.pass(1_000);
            world.answered(0, 10);
            world.answered(1, 100);
        }

        prefers(0);
    }

    @Test
    void node_thatHasRequestsAndNeverAnswered_waits() {
        world.answered(1, 100);
        world.sent(world.call(10), 0);

        prefers(1);
    }

    private void prefers(int node) {
        assertThat(world.chosen(4_000)[node]).isBetween(2_850, 3_150);
    }
}
