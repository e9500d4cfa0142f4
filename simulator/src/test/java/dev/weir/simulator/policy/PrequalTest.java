package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.engine.StagedWorld;
import org.junit.jupiter.api.Test;

final class PrequalTest {
    private final StagedWorld world = new StagedWorld("""
            name: three
            gateways: 1
            length: 60s
            calls: {kinds: [{name: call, work: 10ms}]}
            nodes: [{name: n, count: 3}]
            """, Policies.maker("prequal"));

    @Test
    void ofColdNodes_theFastestIsTaken() {
        learn(20, 10, 30);
        occupy(0, 1);
        occupy(1, 1);
        occupy(2, 9);

        int[] chosen = chosen(300);

        assertThat(chosen[1]).isGreaterThan(2 * chosen[0]);
        assertThat(chosen[2]).isLessThan(10);
    }

    /** Nine requests are above the quantile of what is seen; the fastest node is hot and gets none. */
    @Test
    void hotNode_isLeft_howeverFastItIs() {
        learn(1, 20, 30);
        occupy(0, 9);
        occupy(1, 1);
        occupy(2, 1);

        int[] chosen = chosen(300);

        assertThat(chosen[0]).isLessThan(10);
        assertThat(chosen[1]).isGreaterThan(chosen[2]);
    }

    private void learn(double... latencies) {
        for (int node = 0; node < latencies.length; node++) {
            for (int i = 0; i < 20; i++) {
                world.answered(node, latencies[node]);
            }
        }
    }

    /** With calls that outlast the test. */
    private void occupy(int node, int calls) {
        for (int i = 0; i < calls; i++) {
            world.served(world.call(1e9), node);
        }
    }

    /** The first calls fill the pool with probes. */
    private int[] chosen(int calls) {
        int[] chosen = new int[3];
        for (int i = 0; i < calls + 50; i++) {
            int node = world.choose(world.call(10));
            chosen[node] += i < 50 ? 0 : 1;
            world.pass(5);
        }
        return chosen;
    }
}
