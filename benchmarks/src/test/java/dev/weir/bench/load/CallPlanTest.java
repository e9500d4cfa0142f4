package dev.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.bench.upstream.NodeScripts;
import dev.weir.bench.upstream.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallPlanTest {
    @TempDir
    private Path folder;

    @Test
    void rate_makesTheLoad() throws IOException {
        var scenario = Scenarios.with(folder, "");

        // Half of (2 · 1 + 2 · 2) · 4 cores, at 20 ms a call.
        assertThat(CallPlan.rate(scenario, NodeScripts.healthy(scenario))).isCloseTo(600, within(1e-9));
    }

    @Test
    void rate_allowsForWhatFaultsTake() throws IOException {
        var scenario =
                Scenarios.with(folder, "faults: [{kind: dead, on: {group: fast, count: 1}, at: 0s, silent: false}]");

        assertThat(CallPlan.rate(scenario, NodeScripts.of(scenario, 1))).isCloseTo(400, within(1e-9));
    }

    @Test
    void calls_comeAtTheRate_ofTheirKinds_atEachGateway() throws IOException {
        var calls = CallPlan.of(Scenarios.with(folder, ""), 600, 1);

        assertThat(calls.size() / 35.0).isCloseTo(600, within(15.0));
        assertThat(calls.stream().filter(call -> call.gateway() == 1).count() / 35.0)
                .isCloseTo(300, within(15.0));
        assertThat(calls.stream().filter(call -> call.kind() == 1).count() / (double) calls.size())
                .isCloseTo(0.25, within(0.02));
        assertThat(calls.stream()
                        .filter(call -> call.kind() == 0)
                        .mapToDouble(BenchCall::workMicros)
                        .average()
                        .orElseThrow())
                .isCloseTo(10_000, within(300.0));
        assertThat(calls).isSortedAccordingTo(Comparator.comparingLong(BenchCall::atNanos));
    }

    @Test
    void sameSeed_givesTheSame_anotherOneDoesNot() throws IOException {
        var scenario = Scenarios.with(folder, "");

        assertThat(CallPlan.of(scenario, 100, 5)).isEqualTo(CallPlan.of(scenario, 100, 5));
        assertThat(CallPlan.of(scenario, 100, 5)).isNotEqualTo(CallPlan.of(scenario, 100, 6));
    }
}
