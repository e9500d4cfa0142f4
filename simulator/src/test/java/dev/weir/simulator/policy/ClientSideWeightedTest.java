package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.simulator.engine.SimulatedAttempt.Outcome;
import dev.weir.simulator.engine.StagedWorld;
import org.junit.jupiter.api.Test;

final class ClientSideWeightedTest {
    private static final String THREE = """
            name: three
            gateways: 1
            length: 60s
            calls: {kinds: [{name: call, work: 10ms}]}
            nodes: [{name: n, count: 3}]
            """;

    /** Ten calls a second at each: the same rate at utilisations of 0.2, 0.4 and 0.8 gives 4:2:1. */
    @Test
    void weight_isTheRateOverTheUtilisation() {
        var world = new StagedWorld(THREE, Policies.maker("cswrr"));
        serve(world, 20);

        int[] chosen = world.chosen(700);

        assertThat(chosen[0]).isCloseTo(400, within(8));
        assertThat(chosen[1]).isCloseTo(200, within(8));
        assertThat(chosen[2]).isCloseTo(100, within(8));
    }

    @Test
    void weights_areEqual_inTheBlackout() {
        var world = new StagedWorld(THREE, Policies.maker("cswrr"));
        serve(world, 8);

        assertThat(world.chosen(300)).containsExactly(100, 100, 100);
    }

    @Test
    void blackout_isTheScenarios() {
        var world = new StagedWorld(THREE + "signals: {blackout: 500ms}", Policies.maker("cswrr"));
        serve(world, 8);

        assertThat(world.chosen(700)[0]).isCloseTo(400, within(8));
    }

    @Test
    void liar_drawsTheTraffic() {
        var world = new StagedWorld(
                THREE + "faults: [{kind: liar, on: {group: n, count: 1}, answers: 1}]", Policies.maker("cswrr"));
        serve(world, 20);

        int[] chosen = world.chosen(1_000);

        assertThat(chosen[0]).isGreaterThan(900);
    }

    /** Both busy for 0.4 of the time; half of the errors of one are added to that, so that it gets 0.4 of 0.9 as much. */
    @Test
    void errors_countAsUtilisation() {
        var world = new StagedWorld(THREE.replace("count: 3", "count: 2"), Policies.maker("cswrr"));
        for (int tenth = 0; tenth < 200; tenth++) {
            world.served(world.call(40), 0, Outcome.ANSWERED);
            world.served(world.call(40), 1, tenth % 2 == 0 ? Outcome.FAILED : Outcome.ANSWERED);
            world.pass(100);
        }

        int[] chosen = world.chosen(1_300);

        assertThat(chosen[0]).isCloseTo(900, within(20));
        assertThat(chosen[1]).isCloseTo(400, within(20));
    }

    private static void serve(StagedWorld world, int seconds) {
        double[] work = {20, 40, 80};
        for (int tenth = 0; tenth < 10 * seconds; tenth++) {
            for (int node = 0; node < 3; node++) {
                world.served(world.call(work[node]), node);
            }
            world.pass(100);
        }
    }
}
