package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedAttempt.Outcome;
import dev.weir.simulator.engine.StagedWorld;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdealPoliciesTest {
    @Test
    void sed_weighsSpeedAgainstWhatIsUnderWay() {
        var world = world("sed", "{name: slow}, {name: fast, speed: 3.5}", "");

        assertThat(world.choose(world.call(10))).isEqualTo(1);
        world.sent(world.call(10), 1);
        world.sent(world.call(10), 1);
        assertThat(world.choose(world.call(10))).isEqualTo(1);
        world.sent(world.call(10), 1);
        // Four at a speed of 3.5 take longer than one at 1.
        assertThat(world.choose(world.call(10))).isZero();
    }

    @Test
    void sed_countsTheNetwork() {
        var world = world("sed", "{name: near, delay: 0ms}, {name: far, speed: 2, delay: 100ms}", "");

        assertThat(world.choose(world.call(10))).isZero();
    }

    /** A node that serves half of its calls costs two tries. */
    @ParameterizedTest
    @ValueSource(strings = {"sed", "central_queue", "clairvoyant"})
    void liar_costsTheTriesUntilItServesOne(String limit) {
        var world = world(
                limit, "{name: honest}, {name: liar, speed: 1.5}", "{kind: liar, on: {group: liar}, answers: 0.5}");

        assertThat(world.choose(world.call(10))).isZero();
    }

    @Test
    void centralQueue_takesTheFastestFreeNode_andHoldsWhereNoneIs() {
        var world = world("central_queue", "{name: slow}, {name: fast, speed: 2}", "");

        assertThat(world.choose(world.call(10))).isEqualTo(1);
        var fast = world.sent(world.call(10), 1);
        assertThat(world.choose(world.call(10))).isZero();
        world.sent(world.call(10), 0);
        assertThat(world.choose(world.call(21))).isEqualTo(Policy.HELD);
        assertThat(world.choose(world.call(22))).isEqualTo(Policy.HELD);

        world.ended(fast, Outcome.ANSWERED);

        assertThat(world.sentLater()).containsExactly("21>1");
    }

    /** A call that was at every node must not stop the line for ever. */
    @Test
    void centralQueue_sendsACallAgain_whereItWasEverywhere() {
        var world = world("central_queue", "{name: a}, {name: b, speed: 2}", "");
        var call = world.call(10);
        world.ended(world.sent(call, 0), Outcome.FAILED);
        world.ended(world.sent(call, 1), Outcome.FAILED);

        assertThat(world.choose(call)).isEqualTo(1);
    }

    @Test
    void clairvoyant_knowsWhenTheFastNodeWillSlowDown() {
        var world = world(
                "clairvoyant",
                "{name: fast, speed: 2, delay: 0ms}, {name: steady, delay: 0ms}",
                "{kind: slow, on: {group: fast}, factor: 20, at: 5ms}");

        // 8 of work is done before 5 ms there; of 30, 20 would be left at a speed of 0.1.
        assertThat(world.choose(world.call(8))).isZero();
        assertThat(world.choose(world.call(30))).isEqualTo(1);
    }

    @Test
    void clairvoyant_leavesANodeBeforeItDies() {
        var world = world(
                "clairvoyant",
                "{name: mortal, speed: 2, delay: 0ms}, {name: steady, delay: 0ms}",
                "{kind: dead, on: {group: mortal}, at: 5ms}");

        assertThat(world.choose(world.call(8))).isZero();
        assertThat(world.choose(world.call(30))).isEqualTo(1);
    }

    @Test
    void clairvoyant_knowsSizes() {
        var world = world("clairvoyant", "{name: a, delay: 0ms}, {name: b, delay: 0ms}", "");
        world.served(world.call(100), 0);
        world.served(world.call(5), 1);
        world.served(world.call(5), 1);

        // With the long one: 40 ms. With two short ones: 15 and then alone, 30 ms.
        assertThat(world.choose(world.call(20))).isEqualTo(1);
        // With the long one: 4 ms. With two short ones: 6 ms.
        assertThat(world.choose(world.call(2))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", limit: 2", ", limit: 4", ", limit: 7"})
    void foresight_isWhatTheNodeThenDoes(String limit) {
        var random = new SplittableRandom(9);
        for (int run = 0; run < 100; run++) {
            var world = world("random", "{name: n, cores: 2, delay: 0ms" + limit + "}", """
                    {kind: slow, on: {group: n}, factor: 3, at: 30ms, until: 70ms},
                    {kind: bursts, on: {group: n}, factor: 2, busy: 10ms, quiet: 20ms}""");
            for (int i = random.nextInt(9); i > 0; i--) {
                world.served(world.call(1 + 40 * random.nextDouble()), 0);
                world.pass(10 * random.nextDouble());
            }
            var call = world.call(1 + 40 * random.nextDouble());

            double foreseen = new Foresight(world.nodes().getFirst())
                    .end(call, world.time().now());
            var attempt = world.served(call, 0);
            world.pass(2_000);

            assertThat(attempt.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat((double) attempt.ended()).isEqualTo(foreseen, within(1_000.0));
        }
    }

    private static StagedWorld world(String policy, String nodes, String faults) {
        return new StagedWorld("""
                name: limits
                gateways: 1
                warmup: 0s
                length: 10s
                calls: {kinds: [{name: call, work: 10ms}]}
                nodes: [%s]
                faults: [%s]
                """.formatted(nodes, faults), Policies.maker(policy));
    }
}
