package dev.weir.bench.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeScriptsTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path folder;

    @Test
    void slowNode_isSlowForItsTime() throws IOException {
        var scripts = NodeScripts.of(
                Scenarios.with(
                        folder, "faults: [{kind: slow, on: {group: fast, count: 1}, factor: 10, at: 10s, until: 20s}]"),
                1);

        assertThat(scripts.get(2).speed().at(9 * SECOND)).isEqualTo(2);
        assertThat(scripts.get(2).speed().at(10 * SECOND)).isEqualTo(0.2);
        assertThat(scripts.get(2).speed().at(20 * SECOND)).isEqualTo(2);
        assertThat(scripts.get(3).speed().at(10 * SECOND)).isEqualTo(2);
    }

    @Test
    void deadNode_isGoneForItsTime_andHasNoCapacityThen() throws IOException {
        var script = NodeScripts.of(
                        Scenarios.with(
                                folder,
                                "faults: [{kind: dead, on: {group: slow, count: 1}, at: 10s, until: 20s, silent: false}]"),
                        1)
                .getFirst();

        assertThat(script.isUp(9 * SECOND)).isTrue();
        assertThat(script.isUp(10 * SECOND)).isFalse();
        assertThat(script.isUp(20 * SECOND)).isTrue();
        assertThat(script.capacity(0, 30 * SECOND)).isCloseTo(20.0 * SECOND, within(1.0));
    }

    @Test
    void bursts_takeTheirPartOfTheTime() throws IOException {
        var scenario = Scenarios.with(
                folder, "faults: [{kind: bursts, on: {region: here, count: 0}, factor: 4, busy: 10ms, quiet: 40ms}]");

        double capacity = NodeScripts.of(scenario, 7).getFirst().capacity(0, 35 * SECOND) / (35.0 * SECOND);

        assertThat(capacity).isCloseTo(0.8 + 0.2 / 4, within(0.03));
        assertThat(NodeScripts.of(scenario, 7).get(2).capacity(0, SECOND)).isEqualTo(2.0 * SECOND);
    }

    @Test
    void sameSeed_givesTheSame_anotherOneDoesNot() throws IOException {
        var scenario = Scenarios.with(
                folder, "faults: [{kind: flapping, on: {group: slow, count: 0}, up: 2s, down: 1s, silent: true}]");

        var outages = NodeScripts.of(scenario, 3).getFirst().outages();

        assertThat(outages).isNotEmpty().allMatch(NodeScript.Outage::silent);
        assertThat(NodeScripts.of(scenario, 3).getFirst().outages()).isEqualTo(outages);
        assertThat(NodeScripts.of(scenario, 4).getFirst().outages()).isNotEqualTo(outages);
        assertThat(NodeScripts.of(scenario, 3).get(1).outages()).isNotEqualTo(outages);
    }

    @Test
    void warmingNode_isNotThereBefore_andSpeedsUp() throws IOException {
        var script = NodeScripts.of(
                        Scenarios.with(
                                folder,
                                "faults: [{kind: warming, on: {group: slow, count: 1}, at: 10s, over: 10s, from: 0.2}]"),
                        1)
                .getFirst();

        assertThat(script.isUp(9 * SECOND)).isFalse();
        assertThat(script.isUp(10 * SECOND)).isTrue();
        assertThat(script.speed().at(15 * SECOND)).isCloseTo(0.6, within(0.02));
        assertThat(script.speed().at(21 * SECOND)).isEqualTo(1);
    }

    @Test
    void stretchedScenario_keepsTheFaultAtItsPartOfTheMeasuredTime() throws IOException {
        var scenario = Stretched.to(
                Scenarios.with(
                        folder, "faults: [{kind: slow, on: {group: slow, count: 1}, factor: 10, at: 15s, until: 25s}]"),
                Duration.ofSeconds(6));

        var script = NodeScripts.of(scenario, 1).getFirst();

        assertThat(scenario.length()).hasSeconds(6);
        assertThat(script.speed().at(7 * SECOND - 1)).isEqualTo(1);
        assertThat(script.speed().at(7 * SECOND)).isEqualTo(0.1);
        assertThat(script.speed().at(9 * SECOND)).isEqualTo(1);
    }
}
