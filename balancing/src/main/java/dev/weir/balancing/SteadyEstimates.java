package dev.weir.balancing;

import dev.weir.model.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Service times as plans use them: each stands until what was measured is {@link #TOLERANCE} away, and a node as near to the crowd's median
 * is taken to be as fast as it. Not thread-safe.
 *
 * <p>Because a push restarts Envoy's schedule, which then favours large weights, a plan that follows noise is worse than one that stands. And equals with
 * exactly equal weights are balanced by two random choices, which does better than any schedule.
 */
final class SteadyEstimates {
    /** Of the ratio's logarithm: about 35 %, twice the noise of an average over 100 calls of random work. */
    private static final double TOLERANCE = 0.3;

    private final Map<NodeId, Double> used = new HashMap<>();
    private double crowd = Double.NaN;
    private double load;

    /** As many as nodes; unknown ones stay so. */
    List<NodeEstimate> of(List<NodeId> nodes, List<NodeEstimate> measured) {
        used.keySet().retainAll(new HashSet<>(nodes));
        double[] known = measured.stream()
                .filter(NodeEstimate::known)
                .mapToDouble(NodeEstimate::serviceMillis)
                .sorted()
                .toArray();
        if (known.length == 0) {
            return measured;
        }
        steadyLoad(measured);
        double median = known[(known.length - 1) / 2];
        crowd = near(median, crowd) ? crowd : median;
        var steady = new ArrayList<NodeEstimate>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var estimate = measured.get(i);
            steady.add(
                    estimate.known() ? estimate.withService(steady(nodes.get(i), estimate.serviceMillis())) : estimate);
        }
        return steady;
    }

    /** How busy the nodes are together, by their capacity, in [0, 1]; in tenths, and steady as well. */
    double load() {
        return load;
    }

    private void steadyLoad(List<NodeEstimate> measured) {
        double capacity = 0;
        double busy = 0;
        for (var estimate : measured) {
            if (estimate.known()) {
                capacity += 1 / estimate.serviceMillis();
                busy += estimate.busy() / estimate.serviceMillis();
            }
        }
        double now = busy / capacity;
        load = Math.abs(now - load) < 0.1 ? load : Math.round(10 * now) / 10.0;
    }

    private double steady(NodeId node, double measured) {
        double before = used.getOrDefault(node, Double.NaN);
        double now = near(measured, before) ? before : near(measured, crowd) ? crowd : measured;
        used.put(node, now);
        return now;
    }

    private static boolean near(double one, double other) {
        return Math.abs(Math.log(one / other)) < TOLERANCE;
    }
}
