package dev.weir.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.simulator.engine.Conditions.Presence;
import dev.weir.simulator.scenario.ScenarioText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ConditionsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void nodeWithoutFaults_isAsItsGroupSays() {
        var conditions = of(1, "").getFirst();

        assertThat(conditions.changes()).isEqualTo(1);
        assertThat(conditions.speedAt(0)).isEqualTo(2);
        assertThat(conditions.presenceAt(99 * SECOND)).isEqualTo(Presence.THERE);
        assertThat(conditions.answers()).isEqualTo(1);
        assertThat(conditions.liar()).isFalse();
    }

    @Test
    void slow_holdsFromItsBeginToItsEnd() {
        var conditions = of(1, "{kind: slow, on: {group: n}, factor: 10, at: 20s, until: 30s}")
                .getFirst();

        assertThat(conditions.speedAt(20 * SECOND - 1)).isEqualTo(2);
        assertThat(conditions.speedAt(20 * SECOND)).isEqualTo(0.2);
        assertThat(conditions.speedAt(30 * SECOND - 1)).isEqualTo(0.2);
        assertThat(conditions.speedAt(30 * SECOND)).isEqualTo(2);
        assertThat(conditions.meanSpeed(10 * SECOND, 30 * SECOND)).isEqualTo(1.1, within(1e-9));
    }

    @Test
    void slowdowns_multiply() {
        var conditions = of(1, """
                {kind: slow, on: {group: n}, factor: 2, at: 10s}, {kind: slow, on: {group: n}, factor: 5, at: 20s}""").getFirst();

        assertThat(conditions.speedAt(15 * SECOND)).isEqualTo(1);
        assertThat(conditions.speedAt(25 * SECOND)).isEqualTo(0.2, within(1e-12));
    }

    @Test
    void fault_withACount_hitsTheFirstOnes() {
        var all = of(1, "{kind: slow, on: {group: n, count: 2}, factor: 2}");

        assertThat(all.stream().map(each -> each.speedAt(0))).containsExactly(1.0, 1.0, 2.0, 2.0, 1.0);
    }

    @Test
    void fault_onARegion_hitsItsNodesOnly() {
        var all = of(1, "{kind: dead, on: {region: east}, at: 0s}");

        assertThat(all.stream().map(each -> each.presenceAt(0)))
                .containsExactly(Presence.THERE, Presence.THERE, Presence.THERE, Presence.THERE, Presence.REFUSING);
    }

    @Test
    void dead_isGoneUntilItsEnd() {
        var conditions = of(1, "{kind: dead, on: {group: n}, at: 20s, until: 25s, silent: true}")
                .getFirst();

        assertThat(conditions.presenceAt(20 * SECOND - 1)).isEqualTo(Presence.THERE);
        assertThat(conditions.presenceAt(20 * SECOND)).isEqualTo(Presence.SILENT);
        assertThat(conditions.presenceAt(25 * SECOND)).isEqualTo(Presence.THERE);
        assertThat(conditions.meanSpeed(20 * SECOND, 30 * SECOND)).isEqualTo(1);
    }

    @Test
    void bursts_takeTheirPartOfTheTime() {
        var conditions = of(1, "{kind: bursts, on: {group: n}, factor: 4, busy: 2s, quiet: 6s}", "2h")
                .getFirst();

        assertThat(share(at -> conditions.speedAt(at) == 0.5)).isEqualTo(0.25, within(0.02));
        assertThat(share(at -> conditions.speedAt(at) == 2)).isEqualTo(0.75, within(0.02));
    }

    @Test
    void flapping_isThereForItsPartOfTheTime() {
        var conditions = of(1, "{kind: flapping, on: {group: n}, up: 8s, down: 2s}", "2h")
                .getFirst();

        assertThat(share(at -> conditions.presenceAt(at) == Presence.THERE)).isEqualTo(0.8, within(0.02));
        assertThat(share(at -> conditions.presenceAt(at) == Presence.REFUSING)).isEqualTo(0.2, within(0.02));
    }

    @Test
    void noise_hasItsSpread_andChangesWhenItSays() {
        var conditions = of(1, "{kind: noise, on: {group: n}, spread: 0.4, every: 3s}", "2h")
                .getFirst();

        assertThat(IntStream.range(0, conditions.changes())
                        .mapToLong(conditions::time)
                        .limit(4))
                .containsExactly(0L, 3 * SECOND, 6 * SECOND, 9 * SECOND);
        double[] logs = IntStream.range(0, conditions.changes())
                .mapToDouble(change -> Math.log(conditions.speed(change) / 2))
                .toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        double variance = Arrays.stream(logs)
                .map(log -> (log - mean) * (log - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isEqualTo(0, within(0.03));
        assertThat(Math.sqrt(variance)).isEqualTo(0.4, within(0.03));
    }

    @Test
    void warming_isNotThereBefore_andSpeedsUpEvenly() {
        var conditions = of(1, "{kind: warming, on: {group: n}, at: 30s, over: 20s, from: 0.1}")
                .getFirst();

        assertThat(conditions.presenceAt(30 * SECOND - 1)).isEqualTo(Presence.REFUSING);
        assertThat(conditions.presenceAt(30 * SECOND)).isEqualTo(Presence.THERE);
        assertThat(conditions.speedAt(30 * SECOND)).isEqualTo(0.2, within(1e-9));
        assertThat(conditions.speedAt(40 * SECOND)).isEqualTo(1.1, within(1e-9));
        assertThat(conditions.speedAt(50 * SECOND)).isEqualTo(2, within(1e-9));
    }

    @Test
    void liar_servesApart_atItsUsualSpeed() {
        var conditions = of(1, "{kind: liar, on: {group: n}, answers: 0.3}").getFirst();

        assertThat(conditions.liar()).isTrue();
        assertThat(conditions.answers()).isEqualTo(0.3);
        assertThat(conditions.speedAt(0)).isEqualTo(2);
        assertThat(conditions.meanSpeed(0, SECOND)).isEqualTo(0.6, within(1e-9));
    }

    @Test
    void sameSeed_drawsTheSame_andAnotherDoesNot() {
        var fault = "{kind: bursts, on: {group: n}, factor: 3, busy: 2s, quiet: 8s}";

        assertThat(times(of(1, fault))).isEqualTo(times(of(1, fault)));
        assertThat(times(of(1, fault))).isNotEqualTo(times(of(2, fault)));
    }

    @Test
    void nodes_drawEachForThemselves() {
        var all = of(1, "{kind: bursts, on: {group: n}, factor: 3, busy: 2s, quiet: 8s}");

        assertThat(times(all.subList(0, 1))).isNotEqualTo(times(all.subList(1, 2)));
    }

    private static List<Long> times(List<Conditions> all) {
        return all.stream()
                .flatMap(each -> IntStream.range(0, each.changes()).mapToObj(each::time))
                .toList();
    }

    private static double share(LongPredicate holds) {
        long step = Duration.ofMillis(100).toNanos();
        long samples = Duration.ofHours(2).toNanos() / step;
        return (double) LongStream.range(0, samples)
                        .map(i -> i * step)
                        .filter(holds)
                        .count()
                / samples;
    }

    private static List<Conditions> of(long seed, String faults) {
        return of(seed, faults, "100s");
    }

    private static List<Conditions> of(long seed, String faults, String length) {
        var scenario = ScenarioText.read("""
                name: one
                length: %s
                warmup: 0s
                calls: {kinds: [{name: call, work: 10ms}]}
                nodes:
                  - {name: n, count: 4, speed: 2}
                  - {name: other, region: east}
                faults: [%s]
                """.formatted(length, faults));
        return Conditions.of(scenario, List.of(), new SplittableRandom(seed));
    }
}
