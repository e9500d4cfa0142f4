package dev.weir.balancing;

import dev.weir.model.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Speeds as plans use them: each stands until what was measured is {@link #TOLERANCE} away, and a node as near to the crowd's median
 * is taken to be as fast as it. Not thread-safe.
 *
 * <p>Because a push restarts Envoy's schedule, which then favours large weights, a plan that follows noise is worse than one that stands. And equals with
 * exactly equal weights are balanced by two random choices, which does better than any schedule.
 */
final class SteadyEstimates {
    /** Of a ratio's logarithm: about 22 %. */
    private static final double TOLERANCE = 0.2;

    /** So many times the tolerance must one of the crowd be away to leave it. */
    private static final double LEAVE = 1.5;

    /** Whoever was away is one of the crowd again when it is nearer than this part of the tolerance. */
    private static final double HOME = 0.6;

    /** Calls that a speed is an average of; where their work differs much, it is the less certain. */
    private static final double CALLS = 500;

    /** In standard errors. */
    private static final double CERTAIN = 2.5;

    /** The rate follows over some ten ticks. */
    private static final double RATE_GAIN = 0.1;

    private final Map<NodeId, Speed> used = new HashMap<>();
    private @Nullable Speed crowd;
    private double tolerance = TOLERANCE;
    private double measuredRate;
    private double rate;

    private record Speed(double serviceMillis, int parallel) {
        static Speed of(NodeEstimate estimate) {
            return new Speed(estimate.serviceMillis(), estimate.parallel());
        }

        double capacity() {
            return parallel / serviceMillis;
        }
    }

    /** As many as nodes; unknown ones stay so. @param variability of the calls' work */
    List<NodeEstimate> of(List<NodeId> nodes, List<NodeEstimate> measured, double variability) {
        tolerance = Math.max(TOLERANCE, CERTAIN * Math.sqrt(variability / CALLS));
        used.keySet().retainAll(new HashSet<>(nodes));
        var known = measured.stream()
                .filter(NodeEstimate::known)
                .map(Speed::of)
                .sorted(Comparator.comparingDouble(Speed::serviceMillis).thenComparingInt(Speed::parallel))
                .toList();
        if (known.isEmpty()) {
            return measured;
        }
        var median = known.get((known.size() - 1) / 2);
        var now = crowd != null && near(median, crowd, tolerance) ? crowd : median;
        crowd = now;
        return IntStream.range(0, measured.size())
                .mapToObj(i -> steady(nodes.get(i), measured.get(i), now))
                .toList();
    }

    /** In service and in capacity both. */
    private static boolean near(Speed one, Speed other, double tolerance) {
        return Math.abs(Math.log(one.serviceMillis() / other.serviceMillis())) < tolerance
                && Math.abs(Math.log(one.capacity() / other.capacity())) < tolerance;
    }

    private NodeEstimate steady(NodeId node, NodeEstimate measured, Speed median) {
        if (!measured.known()) {
            return measured;
        }
        var fresh = Speed.of(measured);
        var before = used.get(node);
        // Whoever is of the crowd stays so for longer, and whoever comes near it is at home.
        double reach = before == null || before.equals(median) ? LEAVE : HOME;
        var now = near(fresh, median, reach * tolerance)
                ? median
                : before != null && near(fresh, before, tolerance) ? before : fresh;
        used.put(node, now);
        return measured.withSpeed(now.serviceMillis(), now.parallel());
    }

    /** A tick's calls at all nodes. @return calls per second, as plans should use them */
    double rate(double callsPerSecond) {
        measuredRate += RATE_GAIN * (callsPerSecond - measuredRate);
        boolean stands = Math.abs(Math.log(Math.max(1e-3, measuredRate) / Math.max(1e-3, rate))) < TOLERANCE;
        rate = stands ? rate : measuredRate;
        return rate;
    }
}
