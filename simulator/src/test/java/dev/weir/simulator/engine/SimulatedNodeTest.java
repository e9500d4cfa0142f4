package dev.weir.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.scenario.ScenarioText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Processor sharing, to the microsecond. All times are milliseconds. */
final class SimulatedNodeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> ends = new ArrayList<>();

    @Test
    void call_alone_takesItsWork() {
        var node = node("{name: n}");
        take(node, "a", 0, 10);

        assertThat(ends()).containsExactly("a answered at 10.000");
    }

    @Test
    void call_onAFastNode_isDoneSooner() {
        var node = node("{name: n, speed: 4}");
        take(node, "a", 0, 10);

        assertThat(ends()).containsExactly("a answered at 2.500");
    }

    @Test
    void twoEqualCalls_onOneCore_takeTwiceAsLong() {
        var node = node("{name: n}");
        take(node, "a", 0, 10);
        take(node, "b", 0, 10);

        assertThat(ends()).containsExactly("a answered at 20.000", "b answered at 20.000");
    }

    @Test
    void calls_asManyAsCores_doNotSlowEachOther() {
        var node = node("{name: n, cores: 2}");
        take(node, "a", 0, 10);
        take(node, "b", 0, 15);

        assertThat(ends()).containsExactly("a answered at 10.000", "b answered at 15.000");
    }

    @Test
    void threeCalls_onTwoCores_getTwoThirdsEach() {
        var node = node("{name: n, cores: 2}");
        take(node, "a", 0, 10);
        take(node, "b", 0, 10);
        take(node, "c", 0, 10);

        assertThat(ends()).containsExactly("a answered at 15.000", "b answered at 15.000", "c answered at 15.000");
    }

    @Test
    void shortCall_isDoneBeforeALongOne_thatCameFirst() {
        var node = node("{name: n}");
        take(node, "long", 0, 30);
        take(node, "short", 0, 10);

        assertThat(ends()).containsExactly("short answered at 20.000", "long answered at 40.000");
    }

    @Test
    void call_thatComesLater_sharesFromThenOn() {
        var node = node("{name: n}");
        take(node, "a", 0, 10);
        take(node, "b", 5, 10);

        assertThat(ends()).containsExactly("a answered at 15.000", "b answered at 20.000");
    }

    @Test
    void calls_overTheLimit_waitInLine() {
        var node = node("{name: n, limit: 1}");
        take(node, "a", 0, 30);
        take(node, "b", 1, 20);
        take(node, "c", 2, 10);

        assertThat(ends()).containsExactly("a answered at 30.000", "b answered at 50.000", "c answered at 60.000");
    }

    @Test
    void limit_aboveTheCores_isSharedByThoseServed() {
        var node = node("{name: n, limit: 2}");
        take(node, "a", 0, 10);
        take(node, "b", 0, 10);
        take(node, "c", 0, 10);

        assertThat(ends()).containsExactly("a answered at 20.000", "b answered at 20.000", "c answered at 30.000");
    }

    @Test
    void speed_thatChangesInTheMiddle_holdsForTheWorkLeft() {
        var node = node("{name: n}", "{kind: slow, on: {group: n}, factor: 2, at: 10ms, until: 18ms}");
        take(node, "a", 0, 15);

        // 10 of work in the first 10, 4 in the next 8, the last 1 at full speed.
        assertThat(ends()).containsExactly("a answered at 19.000");
    }

    @Test
    void death_losesWhatIsServedAndWhatWaits() {
        var node = node("{name: n, limit: 1}", "{kind: dead, on: {group: n}, at: 5ms}");
        take(node, "served", 0, 10);
        take(node, "waiting", 1, 10);
        take(node, "late", 6, 10);

        assertThat(ends()).containsExactly("served failed at 5.000", "waiting failed at 5.000", "late failed at 6.000");
        assertThat(node.inFlight()).isZero();
    }

    @Test
    void silentDeath_tellsNobody() {
        var node = node("{name: n}", "{kind: dead, on: {group: n}, at: 5ms, silent: true}");
        take(node, "served", 0, 10);
        take(node, "late", 6, 10);

        assertThat(ends()).isEmpty();
        assertThat(node.inFlight()).isZero();
    }

    @Test
    void node_thatComesBack_servesAgain() {
        var node = node("{name: n}", "{kind: dead, on: {group: n}, at: 5ms, until: 8ms}");
        take(node, "lost", 0, 10);
        take(node, "after", 8, 10);

        assertThat(ends()).containsExactly("lost failed at 5.000", "after answered at 18.000");
    }

    @Test
    void droppedCall_freesItsShare_andIsNeverTold() {
        var node = node("{name: n}");
        var dropped = take(node, "dropped", 0, 10);
        take(node, "kept", 0, 10);
        time.at(millis(10), () -> node.drop(dropped));

        assertThat(ends()).containsExactly("kept answered at 15.000");
    }

    @Test
    void droppedCall_letsTheNextIn() {
        var node = node("{name: n, limit: 1}");
        var served = take(node, "served", 0, 100);
        var waiting = take(node, "waiting", 0, 100);
        take(node, "next", 0, 10);
        time.at(millis(5), () -> node.drop(waiting));
        time.at(millis(7), () -> node.drop(served));

        assertThat(ends()).containsExactly("next answered at 17.000");
    }

    @Test
    void busyTime_countsCoresInUse() {
        var node = node("{name: n, cores: 4}");
        take(node, "a", 0, 10);
        take(node, "b", 0, 20);

        ends();

        assertThat(node.busyNanos()).isEqualTo(30e6);
    }

    @Test
    void workLeft_isOfThoseServedFirst_thenOfTheLine() {
        var node = node("{name: n, cores: 2, limit: 2}");
        take(node, "a", 0, 30);
        take(node, "b", 0, 20);
        take(node, "c", 0, 50);
        time.runUntil(millis(5));

        assertThat(node.workLeft()).containsExactly(15e6, 25e6, 50e6);
    }

    private SimulatedNode node(String group) {
        return node(group, "");
    }

    private SimulatedNode node(String group, String fault) {
        var scenario = ScenarioText.read("""
                name: one
                length: 1s
                warmup: 0ms
                calls: {kinds: [{name: call, work: 10ms}]}
                nodes: [%s]
                faults: [%s]
                """.formatted(group, fault));
        var conditions = Conditions.of(scenario, List.of(), new SplittableRandom(1));
        var node = new SimulatedNode(0, scenario.nodes().getFirst(), conditions.getFirst(), time);
        node.start();
        return node;
    }

    private SimulatedAttempt take(SimulatedNode node, String name, double at, double work) {
        var attempt = new SimulatedAttempt(new SimulatedCall(millis(at), 0, 0, millis(work)), 0, millis(at));
        time.at(
                millis(at),
                () -> node.take(
                        attempt,
                        millis(work),
                        answered -> ends.add(
                                "%s %s at %.3f".formatted(name, answered ? "answered" : "failed", time.now() / 1e6))));
        return attempt;
    }

    private List<String> ends() {
        time.runUntil(millis(1_000));
        return ends;
    }

    private static long millis(double millis) {
        return (long) (millis * 1e6);
    }
}
