package dev.weir.bench.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.bench.rig.BenchPolicy;
import dev.weir.bench.upstream.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultJsonTest {
    private static final String FAULT = "faults: [{kind: dead, on: {group: slow, count: 1}, at: 15s, silent: false}]";

    @TempDir
    private Path folder;

    @Test
    void everyMeasure_hasItsInterval() throws IOException {
        var json = ResultJson.of(result(block(100, 0.2), block(140, 0.4)));
        var policy = json.at("/policies/1");

        assertThat(json.get("scenario").asText()).isEqualTo("four");
        assertThat(json.get("valid").asBoolean()).isTrue();
        assertThat(policy.get("name").asText()).isEqualTo("pick");
        assertThat(policy.get("p99_ms").asDouble()).isEqualTo(120);
        assertThat(policy.get("p99_ms_low").asDouble()).isLessThan(120);
        assertThat(policy.get("p99_ms_high").asDouble()).isGreaterThan(120);
        assertThat(policy.get("p99_over_least_request").asDouble()).isEqualTo(1);
        for (var key :
                List.of("p50_ms", "p90_ms", "p999_ms", "failures", "cost_per_1000", "max_over_mean_utilisation")) {
            assertThat(policy.has(key) && policy.has(key + "_low") && policy.has(key + "_high"))
                    .as(key)
                    .isTrue();
        }
    }

    @Test
    void badNode_isShownOverTheMeasuredTime() throws IOException {
        var json = ResultJson.of(result(block(100, 0.2), block(140, 0.4)));

        assertThat(json.at("/bad_node/from_seconds").asDouble()).isEqualTo(10);
        assertThat(json.at("/policies/0/share_of_bad_node").toString()).isEqualTo("[[0.0,0.125],[0.25,null]]");
        assertThat(json.at("/policies/0/seconds_to_below_1_percent").asDouble()).isEqualTo(0.3);
    }

    @Test
    void oneRound_isItsOwnInterval() throws IOException {
        var policy = ResultJson.of(result(block(100, 0.2))).at("/policies/0");

        assertThat(policy.get("p99_ms").asDouble()).isEqualTo(100);
        assertThat(policy.get("p99_ms_low").asDouble()).isEqualTo(100);
    }

    @Test
    void table_hasARowForEachPolicy() throws IOException {
        assertThat(ResultTable.of(result(block(100, 0.2), block(140, 0.4))))
                .contains("four: load 0.50, 2 gateways, 2 rounds of 30 s")
                .contains("least_request")
                .containsPattern("pick +10\\.0 +50\\.0 +120\\.0 ±254\\.1");
    }

    private ScenarioResult result(BlockMeasures... rounds) throws IOException {
        return new ScenarioResult(
                Scenarios.with(folder, FAULT),
                600,
                List.of(
                        new BenchResult(BenchPolicy.LEAST_REQUEST, List.of(rounds)),
                        new BenchResult(BenchPolicy.PICK, List.of(rounds))),
                0);
    }

    private static BlockMeasures block(double p99, double seconds) {
        return new BlockMeasures(
                1_000,
                0,
                10,
                50,
                p99,
                2 * p99,
                0.1,
                1.2,
                List.of(0.125, Double.NaN),
                OptionalDouble.of(seconds),
                0.3,
                2,
                1,
                0.5);
    }
}
