package dev.weir.bench.balance;

import dev.weir.bench.rig.BenchPolicy;
import dev.weir.simulator.scenario.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * A scenario's measurement.
 *
 * @param lostAttempts log entries that the weights did not learn from
 */
record ScenarioResult(Scenario scenario, double rate, List<BenchResult> policies, long lostAttempts) {
    ScenarioResult {
        policies = List.copyOf(policies);
    }

    /** Whether no block fell behind, so that what was measured is the policies. */
    boolean valid() {
        return lostAttempts == 0
                && policies.stream().allMatch(policy -> policy.rounds().stream().allMatch(BlockMeasures::valid));
    }

    Optional<BenchResult> leastRequest() {
        return policies.stream()
                .filter(result -> result.policy() == BenchPolicy.LEAST_REQUEST)
                .findFirst();
    }
}
