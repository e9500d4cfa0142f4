package dev.weir.trainer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import dev.weir.scoring.adapter.onnx.NetworkFile;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.trainer.policy.PolicyPublication.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate on two small scenarios with unlike nodes, in which the planner is told not to mind latency: there is something to gain for a network that
 * minds it, and something to spoil. Many gateways, so that least request sees little.
 */
final class PolicyGateTest {
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Origin ORIGIN = new Origin(new PolicyTraining.Plan(3, 2, 1, 1, 9), DAY, DAY.plusSeconds(60));

    @TempDir
    Path folder;

    private PolicyRegistry registry = new PolicyRegistry(Path.of(""));

    @BeforeEach
    void noneIsPublished() {
        registry = new PolicyRegistry(folder.resolve("policies"));
    }

    @Test
    void networkThatHelps_isPublished_withWhatItBeat() throws IOException {
        var report = judge(mindsLatency(-1));

        assertThat(report).isInstanceOf(PolicyReport.Published.class);
        assertThat(report.verdict().rivals())
                .extracting(GateVerdict.Beside::rival)
                .containsExactly("least_request", "ewma");
        assertThat(report.verdict().rivals())
                .allSatisfy(rival -> assertThat(rival.mean().high()).isNegative());
        var good = (PolicyRegistry.Current.Good) registry.load();
        assertThat(good.provenance().metrics()).containsKeys("log_cost_over_least_request", "log_cost_over_ewma");
        assertThat(good.provenance().trainer())
                .isEqualTo("evolution strategy, 3 generations of 2 pairs in 1 scenarios, drawn by version 1");
        assertThat(good.provenance().seed()).isEqualTo(9);
    }

    @Test
    void networkThatHarms_isRefused_andNothingIsInForce() throws IOException {
        var report = judge(mindsLatency(1));

        assertThat(report).isInstanceOf(PolicyReport.Refused.class);
        assertThat(registry.load()).isInstanceOf(PolicyRegistry.Current.None.class);
    }

    @Test
    void plannerItself_isRefused_asItIsNotBetterThanItself() throws IOException {
        var report = judge(mindsLatency(0));

        assertThat(report).isInstanceOf(PolicyReport.Refused.class);
        assertThat(rival(report, "ewma").mean().mean()).isZero();
    }

    @Test
    void networkInForce_isARival() throws IOException {
        judge(mindsLatency(-1));
        var first = registry.currentDigest();

        var report = judge(mindsLatency(-1));

        assertThat(report).isInstanceOf(PolicyReport.Refused.class);
        assertThat(rival(report, "current").beaten()).isFalse();
        assertThat(registry.currentDigest()).isEqualTo(first);
    }

    @Test
    void fewSeeds_areRefused() {
        assertThatThrownBy(() -> new PolicyGate(List.of(), 2, 1)).hasMessage("seeds 2 are fewer than 3");
    }

    @Test
    void bytesThatAreNoNetwork_areRefused() {
        assertThatThrownBy(() -> publish(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
    }

    private PolicyReport judge(TanhNetwork network) throws IOException {
        return publish(NetworkFile.write(network));
    }

    private PolicyReport publish(byte[] onnx) throws IOException {
        var scenarios = List.of(unlike("few", 2), unlike("more", 5));
        var told = new ArrayList<Integer>();
        try (var executor = Executors.newFixedThreadPool(2)) {
            var report = new PolicyPublication(new PolicyGate(scenarios, 4, 20), folder.resolve("policies"))
                    .judge(onnx, ORIGIN, executor, (done, all) -> told.add(all - done));
            assertThat(told).isNotEmpty().last().isEqualTo(0);
            return report;
        }
    }

    private static GateVerdict.Beside rival(PolicyReport report, String name) {
        return report.verdict().rivals().stream()
                .filter(each -> each.rival().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** One layer: a node's correction is the hyperbolic tangent of so many times its latency's logarithm beside the crowd. */
    static TanhNetwork mindsLatency(float weight) {
        var widths = List.of(PolicyFeatures.names().size(), 1);
        float[] parameters = new float[TanhNetwork.size(widths)];
        parameters[PolicyFeatures.names().indexOf("log-latency-beside-crowd")] = weight;
        return new TanhNetwork(widths, parameters);
    }

    private Scenario unlike(String name, int pairs) throws IOException {
        return Scenario.read(Files.writeString(folder.resolve(name + ".yaml"), """
                name: %s
                gateways: 10
                load: 0.6
                warmup: 4s
                length: 8s
                calls: {kinds: [{name: call, work: 20ms}]}
                nodes: [{name: slow, count: %d, speed: 0.5}, {name: fast, count: %d, speed: 2}]
                objective: {latency: 0, availability: 1, cost: 0}
                """.formatted(name, pairs, pairs)));
    }
}
