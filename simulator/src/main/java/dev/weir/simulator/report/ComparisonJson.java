package dev.weir.simulator.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Comparisons as JSON: each number of a policy with {@code _low} and {@code _high} beside it, null where there is none. */
public final class ComparisonJson {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private ComparisonJson() {}

    /** One scenario is the object itself; several stand in {@code scenarios}. */
    public static ObjectNode of(List<Comparison> comparisons) {
        if (comparisons.size() == 1) {
            return of(comparisons.getFirst());
        }
        var all = MAKE.objectNode();
        var scenarios = all.putArray("scenarios");
        comparisons.forEach(each -> scenarios.add(of(each)));
        return all;
    }

    public static ObjectNode of(Comparison comparison) {
        var object = MAKE.objectNode();
        object.put("scenario", comparison.scenario().name());
        object.put("gateways", comparison.scenario().gateways());
        object.put("load", comparison.scenario().load());
        object.put("seeds", comparison.seeds());
        object.put("first_seed", comparison.firstSeed());
        object.put("best_limit", comparison.bestLimit());
        put(object, "headroom", comparison.headroom());
        var policies = object.putArray("policies");
        comparison.policies().forEach(each -> policies.add(of(each)));
        return object;
    }

    private static ObjectNode of(PolicyResult result) {
        var object = MAKE.objectNode();
        object.put("name", result.name());
        put(object, "p50_ms", result.p50Millis());
        put(object, "p90_ms", result.p90Millis());
        put(object, "p99_ms", result.p99Millis());
        put(object, "p999_ms", result.p999Millis());
        put(object, "failures", result.failures());
        put(object, "cost_per_1000", result.costPer1000());
        put(object, "max_over_mean_utilisation", result.maxOverMeanUtilisation());
        put(object, "gap_closed_p99", result.gapClosed());
        return object;
    }

    private static void put(ObjectNode object, String key, Interval interval) {
        put(object, key, interval.mean());
        put(object, key + "_low", interval.low());
        put(object, key + "_high", interval.high());
    }

    private static void put(ObjectNode object, String key, double value) {
        if (Double.isFinite(value)) {
            object.put(key, value);
        } else {
            object.putNull(key);
        }
    }
}
