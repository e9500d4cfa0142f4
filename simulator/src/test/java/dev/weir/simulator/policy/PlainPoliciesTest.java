package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.engine.SimulatedAttempt.Outcome;
import dev.weir.simulator.engine.StagedWorld;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlainPoliciesTest {
    private static final String FOUR = """
            name: four
            gateways: 2
            length: 10s
            calls: {kinds: [{name: call, work: 10ms}]}
            nodes: [{name: n, count: 4}]
            """;

    @Test
    void roundRobin_goesRoundInTurns() {
        var world = new StagedWorld(FOUR, Policies.maker("round_robin"));

        assertThat(world.chosen(400)).containsExactly(100, 100, 100, 100);
    }

    @Test
    void random_isEven() {
        var world = new StagedWorld(FOUR, Policies.maker("random"));

        assertThat(IntStream.of(world.chosen(4_000))).allMatch(count -> count > 900 && count < 1_100);
    }

    /** The busiest of four is taken only where both draws name it: one time in sixteen. */
    @Test
    void leastRequest_takesTheBetterOfTwo() {
        var world = new StagedWorld(FOUR, Policies.maker("least_request"));
        world.sent(world.call(10), 2);

        int[] chosen = world.chosen(16_000);
        assertThat(chosen[2]).isBetween(900, 1_100);
        assertThat(chosen[0]).isBetween(4_800, 5_200);
    }

    @Test
    void everyPlainOne_leavesOutWhatIsEjected() {
        for (var name : new String[] {"round_robin", "random", "least_request", "peak_ewma"}) {
            var world = new StagedWorld(FOUR, Policies.maker(name));
            world.ended(world.sent(world.call(10), 1), Outcome.FAILED);
            world.ended(world.sent(world.call(10), 1), Outcome.FAILED);

            assertThat(world.chosen(200)[1]).as(name).isZero();
        }
    }

    @Test
    void retry_goesToANodeThatWasNotTried() {
        for (var name : new String[] {
            "round_robin", "random", "least_request", "peak_ewma", "cswrr", "prequal", "weights", "sed"
        }) {
            var world = new StagedWorld(FOUR, Policies.maker(name));
            for (int i = 0; i < 50; i++) {
                var call = world.call(10);
                for (int node : new int[] {0, 2, 3}) {
                    world.ended(world.sent(call, node), Outcome.ANSWERED);
                }
                assertThat(world.choose(call)).as(name).isEqualTo(1);
            }
        }
    }
}
