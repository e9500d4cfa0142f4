package dev.weir.balancing;

import java.util.HashMap;
import java.util.Map;

/**
 * How much work calls of one kind make, in mean calls: what a judge can know of a call before it is served (route, method, size, model), and what such
 * calls then cost. Not thread-safe. Bounded: after {@value #MOST} kinds the others are one.
 */
final class CallKinds {
    static final int MOST = 32;
    private static final int OTHERS = 0;
    private static final double GAIN = 0.01;

    private final Map<String, Integer> indices = new HashMap<>();
    private final double[] cost = new double[MOST];
    private final int[] seen = new int[MOST];
    private double meanCost;
    private int all;

    int index(String kind) {
        var known = indices.get(kind);
        if (known != null) {
            return known;
        }
        if (indices.size() + 1 >= MOST) {
            return OTHERS;
        }
        int index = indices.size() + 1;
        indices.put(kind, index);
        return index;
    }

    /** Of a kind that was not seen to end yet, 1. */
    double work(int kind) {
        return seen[kind] < 5 || meanCost == 0 ? 1 : Math.clamp(cost[kind] / meanCost, 0.01, 100);
    }

    /** @param service time at an endpoint of speed 1 that nothing else shared, as far as it can be told; in any unit, but always the same */
    void ended(int kind, double service) {
        if (!(service > 0) || Double.isInfinite(service)) {
            return;
        }
        seen[kind] = Math.min(1_000, seen[kind] + 1);
        all = Math.min(1_000, all + 1);
        cost[kind] += Math.max(GAIN, 1.0 / seen[kind]) * (service - cost[kind]);
        meanCost += Math.max(GAIN, 1.0 / all) * (service - meanCost);
    }
}
