package dev.weir.bench.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.bench.load.BenchCall;
import dev.weir.bench.load.CallEnd;
import dev.weir.bench.rig.Lab;
import dev.weir.bench.rig.PlayedBlock;
import dev.weir.bench.rig.Ports;
import dev.weir.bench.rig.SeenAttempt;
import dev.weir.bench.upstream.Scenarios;
import dev.weir.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockMeasuresTest {
    private static final long MILLI = 1_000_000;
    private static final String FAULT = "faults: [{kind: dead, on: {group: slow, count: 1}, at: 15s, silent: false}]";

    @TempDir
    private Path folder;

    @Test
    void latency_countsFromWhenTheCallWasDue() throws IOException {
        var measures = measures(List.of(end(6_000, 6_050, 6_200, 200, "slow-0")), List.of());

        assertThat(measures.p50()).isEqualTo(200);
        assertThat(measures.lagMostMillis()).isEqualTo(50);
    }

    @Test
    void warmup_isNotMeasured() throws IOException {
        var measures = measures(
                List.of(end(4_999, 4_999, 9_000, 200, "slow-0"), end(5_000, 5_000, 5_010, 200, "slow-0")), List.of());

        assertThat(measures.calls()).isEqualTo(1);
        assertThat(measures.p99()).isEqualTo(10);
    }

    @Test
    void failure_isCounted_andTakesAsLongAsTheTimeout() throws IOException {
        var measures = measures(
                List.of(
                        end(6_000, 6_000, 6_001, 503, ""),
                        end(6_000, 6_000, 6_001, 0, ""),
                        end(6_000, 6_000, 6_100, 200, "fast-1")),
                List.of());

        assertThat(measures.failures()).isEqualTo(2);
        assertThat(measures.p50()).isEqualTo(15_000);
    }

    @Test
    void cost_isOfTheNodesThatAnswered() throws IOException {
        var measures = measures(
                List.of(end(6_000, 6_000, 6_001, 200, "slow-0"), end(6_000, 6_000, 6_001, 200, "fast-0")), List.of());

        // 1,000 calls at 100 and 200 millionths of a token, evenly.
        assertThat(measures.costPer1000()).isCloseTo(150_000, within(1e-6));
        assertThat(measures.maxOverMeanUtilisation()).isCloseTo(1.6, within(1e-9));
    }

    @Test
    void deadNode_losesItsShare() throws IOException {
        var attempts = new ArrayList<SeenAttempt>();
        for (int milli = 0; milli < 35_000; milli++) {
            boolean toBad = milli % 4 == 0 && milli < 15_200;
            attempts.add(new SeenAttempt("pick.lab", toBad ? "slow-0" : "fast-0", 1_000 + milli * 1_000L));
        }

        var measures = measures(List.of(), attempts);

        assertThat(measures.secondsToLittle().orElseThrow()).isCloseTo(0.18, within(0.021));
        assertThat(measures.shares()).hasSize(120);
        assertThat(measures.shares().get(0)).isCloseTo(0.25, within(0.01));
        assertThat(measures.shares().get(44)).isZero();
    }

    @Test
    void generatorThatFellBehind_makesItInvalid() throws IOException {
        assertThat(measures(List.of(end(6_000, 6_001, 6_050, 200, "slow-0")), List.of())
                        .valid())
                .isTrue();
        assertThat(measures(List.of(end(6_000, 6_040, 6_050, 200, "slow-0")), List.of())
                        .valid())
                .isFalse();
    }

    @Test
    void percentile_isByTheNearestRank() {
        var sorted = new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        assertThat(BlockMeasures.percentile(sorted, 50)).isEqualTo(5);
        assertThat(BlockMeasures.percentile(sorted, 99)).isEqualTo(10);
        assertThat(BlockMeasures.percentile(new double[0], 99)).isNaN();
    }

    private BlockMeasures measures(List<CallEnd> ends, List<SeenAttempt> attempts) throws IOException {
        Scenario scenario = Scenarios.with(folder, FAULT);
        return BlockMeasures.of(
                scenario,
                new Lab(scenario, new Ports(23_000)).registry(),
                new PlayedBlock(1_000, ends, attempts, List.of(0.8, 0.4, 0.4, 0.4), 0.2, 0.5));
    }

    private static CallEnd end(long dueMillis, long sentMillis, long endMillis, int status, String node) {
        return new CallEnd(
                new BenchCall(dueMillis * MILLI, 0, 0, 1_000, 0), sentMillis * MILLI, endMillis * MILLI, status, node);
    }
}
