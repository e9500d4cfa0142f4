package dev.weir.bench.balance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The results for programs. A number that there is none of is null: an interval of one round, a share of no attempts. */
final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MICRO = 1e6;

    private ResultJson() {}

    static ObjectNode of(List<ScenarioResult> results) {
        var tree = JSON.createObjectNode();
        var scenarios = tree.putArray("scenarios");
        results.forEach(result -> scenarios.add(of(result)));
        return tree;
    }

    static ObjectNode of(ScenarioResult result) {
        var scenario = result.scenario();
        var tree = JSON.createObjectNode()
                .put("scenario", scenario.name())
                .put("valid", result.valid())
                .put("gateways", scenario.gateways())
                .put("load", scenario.load())
                .put("calls_per_second", rounded(result.rate()))
                .put("rounds", result.policies().getFirst().rounds().size())
                .put("warmup_seconds", scenario.warmup().toMillis() / 1e3)
                .put("length_seconds", scenario.length().toMillis() / 1e3)
                .put("lost_attempts", result.lostAttempts());
        BadNode.of(scenario)
                .ifPresent(bad -> tree.putObject("bad_node")
                        .put("index", bad.node())
                        .put("from_seconds", bad.at().minus(scenario.warmup()).toMillis() / 1e3)
                        .put(
                                "until_seconds",
                                bad.until().minus(scenario.warmup()).toMillis() / 1e3));
        var policies = tree.putArray("policies");
        result.policies().forEach(policy -> policies.add(of(result, policy)));
        return tree;
    }

    private static ObjectNode of(ScenarioResult result, BenchResult policy) {
        var tree = JSON.createObjectNode().put("name", policy.policy().word());
        put(tree, "p50_ms", policy.of(BlockMeasures::p50));
        put(tree, "p90_ms", policy.of(BlockMeasures::p90));
        put(tree, "p99_ms", policy.of(BlockMeasures::p99));
        put(tree, "p999_ms", policy.of(BlockMeasures::p999));
        put(tree, "failures", policy.of(BlockMeasures::failedPart));
        tree.put("failed_calls", policy.failures());
        put(tree, "cost_per_1000", policy.of(BlockMeasures::costPer1000));
        put(tree, "max_over_mean_utilisation", policy.of(BlockMeasures::maxOverMeanUtilisation));
        result.leastRequest().ifPresent(least -> put(tree, "p99_over_least_request", policy.p99Over(least)));
        put(tree, "cpu_busy", policy.of(BlockMeasures::cpuBusy));
        put(tree, "lag_p99_ms", policy.of(BlockMeasures::lagP99Millis));
        put(tree, "calls", policy.of(BlockMeasures::calls));
        if (BadNode.of(result.scenario()).isPresent()) {
            put(tree, "seconds_to_below_1_percent", policy.secondsToLittle());
            series(tree.putArray("share_of_bad_node"), policy.shares());
        }
        return tree;
    }

    private static void series(ArrayNode into, List<Double> shares) {
        for (int i = 0; i < shares.size(); i++) {
            var pair = into.addArray().add(i * BlockMeasures.SHARE_SECONDS);
            number(pair, shares.get(i));
        }
    }

    private static void number(ArrayNode into, double value) {
        if (Double.isFinite(value)) {
            into.add(rounded(value));
        } else {
            into.addNull();
        }
    }

    private static void put(ObjectNode tree, String key, BenchInterval interval) {
        number(tree, key, interval.mean());
        number(tree, key + "_low", interval.low());
        number(tree, key + "_high", interval.high());
    }

    private static void number(ObjectNode tree, String key, double value) {
        if (Double.isFinite(value)) {
            tree.put(key, rounded(value));
        } else {
            tree.putNull(key);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * MICRO) / MICRO;
    }
}
