package dev.weir.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.config.ConfigException;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.ScenarioText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final Scenario UNLIKE = ScenarioText.read("""
            name: unlike
            length: 8s
            warmup: 1s
            load: 0.8
            calls: {kinds: [{name: call, work: 20ms}]}
            nodes: [{name: slow, count: 4, speed: 0.5}, {name: fast, count: 4, speed: 2}]
            """);
    private static final Scenario IDLE = ScenarioText.read("""
            name: idle
            length: 20s
            warmup: 0s
            load: 0.01
            calls: {kinds: [{name: call, work: 20ms, spread: constant}]}
            nodes: [{name: alike, count: 4}]
            """);

    private static final List<String> LIMITS = List.of("least_request", "central_queue", "sed", "clairvoyant");

    @Test
    void gap_isNothingAtTheBase_andWholeAtTheBestLimit() {
        var comparison = run(UNLIKE, LIMITS, 3, 1);

        assertThat(comparison.headroom()).isGreaterThan(1.5);
        assertThat(comparison.hasGap()).isTrue();
        assertThat(of(comparison, "least_request").gapClosed()).isEqualTo(new Interval(0, 0, 0));
        assertThat(of(comparison, comparison.bestLimit()).gapClosed()).isEqualTo(new Interval(1, 1, 1));
        assertThat(of(comparison, "sed").gapClosed().mean()).isBetween(0.5, 1.0);
    }

    @Test
    void bestLimit_isTheOneWithTheLowestTail_andHeadroomIsLeastRequestsOverIt() {
        var comparison = run(UNLIKE, LIMITS, 3, 1);

        var best = of(comparison, comparison.bestLimit()).p99Millis().mean();
        assertThat(Policies.LIMITS)
                .allSatisfy(limit ->
                        assertThat(of(comparison, limit).p99Millis().mean()).isGreaterThanOrEqualTo(best));
        assertThat(comparison.headroom())
                .isEqualTo(of(comparison, "least_request").p99Millis().mean() / best, within(1e-9));
    }

    @Test
    void gap_isNotDivided_whereTheLimitIsNear() {
        var comparison = run(IDLE, List.of("least_request", "random"), 2, 1);

        assertThat(comparison.hasGap()).isFalse();
        assertThat(of(comparison, "random").gapClosed().mean()).isNaN();
    }

    @Test
    void policies_areThoseAskedFor_inTheirOrder() {
        var comparison = run(UNLIKE, List.of("random", "cswrr"), 1, 1);

        assertThat(comparison.policies()).extracting(PolicyResult::name).containsExactly("random", "cswrr");
    }

    @Test
    void threads_changeNothing() {
        assertThat(run(UNLIKE, List.of("random", "weights", "prequal"), 2, 2))
                .isEqualTo(run(UNLIKE, List.of("random", "weights", "prequal"), 2, 1));
    }

    @Test
    void progress_isToldAfterEachRun() {
        var told = new ArrayList<String>();
        try (var executor = Executors.newSingleThreadExecutor()) {
            Comparison.run(IDLE, List.of(), List.of("random"), Optional.empty(), 2, 1, executor, (done, all) -> {
                told.add(done + "/" + all);
            });
        }

        // Least request and the three limits run too.
        assertThat(told).hasSize(10).startsWith("1/10").endsWith("10/10");
    }

    private static PolicyResult of(Comparison comparison, String name) {
        return comparison.policies().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Comparison run(Scenario scenario, List<String> policies, int seeds, int threads) {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            return Comparison.run(
                    scenario, List.of(), policies, Optional.empty(), seeds, 5, executor, (done, all) -> {});
        }
    }

    @Test
    void brokenScenario_isTold_asItIs() {
        var dead = ScenarioText.read("""
                name: dead
                length: 20s
                calls: {kinds: [{name: call, work: 20ms}]}
                nodes: [{name: only}]
                faults: [{kind: dead, on: {group: only}, at: 30s}]
                """);

        assertThatThrownBy(() -> run(dead, List.of("random"), 1, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("scenario 'dead': ");
    }
}
