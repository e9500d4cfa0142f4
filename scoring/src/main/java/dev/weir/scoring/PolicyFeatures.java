package dev.weir.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a policy network sees of a node, version {@value #VERSION}: how it differs from its crowd, and what the crowd is like. All are within
 * ±{@value #BOUND}. As rows differ from each other only by what they say of the node, the order of the nodes does not matter, and neither does their
 * number (Zaheer and others, <i>Deep Sets</i>, 2017).
 */
public final class PolicyFeatures {
    public static final int VERSION = 1;
    public static final float BOUND = 5;

    private static final List<String> NAMES = List.of(
            "log-latency-beside-crowd",
            "log-latency-trend",
            "log-tail",
            "root-failure-fast",
            "root-failure-slow",
            "log-in-flight-beside-crowd",
            "evidence-age",
            "log-price-beside-crowd",
            "log-planned-share-beside-even",
            "crowd-log-in-flight",
            "crowd-spread-of-log-latency",
            "log-nodes");

    /** Places in a {@link FeatureVector}. */
    private static final int LATENCY = FeatureSchema.names().indexOf("log-latency-fast");

    private static final int TREND = FeatureSchema.names().indexOf("log-latency-trend");
    private static final int P99 = FeatureSchema.names().indexOf("log-p99-fast");
    private static final int FAILURE_FAST = FeatureSchema.names().indexOf("failure-fast");
    private static final int FAILURE_SLOW = FeatureSchema.names().indexOf("failure-slow");
    private static final int IN_FLIGHT = FeatureSchema.names().indexOf("log-in-flight");
    private static final int AGE = FeatureSchema.names().indexOf("evidence-age-seconds");

    /** Ages are counted in steps of so many seconds, so that all features vary by about 1. */
    private static final double AGE_STEP = 5;

    /** A usual number of nodes. */
    private static final double OFTEN = 10;

    private PolicyFeatures() {}

    public static List<String> names() {
        return NAMES;
    }

    /**
     * A node as the planner left it.
     *
     * @param seen empty where no latency of it is known
     * @param logPrice natural logarithm of its price over the mean, times how much the objective minds the price
     * @param plannedShare in [0, 1]
     */
    public record Node(Optional<FeatureVector> seen, double logPrice, double plannedShare) {}

    /** One row for each node, in the order of {@link #names()}. A node that was not seen stands in the middle of its crowd. */
    public static float[][] rows(List<Node> nodes) {
        var crowd = Crowd.of(nodes);
        return nodes.stream().map(crowd::row).toArray(float[][]::new);
    }

    private record Crowd(int nodes, double logLatency, double spread, double logInFlight) {
        static Crowd of(List<Node> nodes) {
            var seen = nodes.stream().flatMap(node -> node.seen().stream()).toList();
            double[] latencies = seen.stream()
                    .mapToDouble(vector -> vector.values().get(LATENCY))
                    .sorted()
                    .toArray();
            double inFlight = seen.stream()
                    .mapToDouble(vector -> vector.values().get(IN_FLIGHT))
                    .average()
                    .orElse(0);
            double median = latencies.length == 0 ? 0 : latencies[(latencies.length - 1) / 2];
            return new Crowd(nodes.size(), median, deviation(latencies), inFlight);
        }

        float[] row(Node node) {
            var own = node.seen().map(FeatureVector::toArray);
            return bounded(
                    own.map(vector -> vector[LATENCY] - logLatency).orElse(0.0),
                    own.map(vector -> (double) vector[TREND]).orElse(0.0),
                    own.map(vector -> (double) vector[P99] - vector[LATENCY]).orElse(0.0),
                    own.map(vector -> Math.sqrt(vector[FAILURE_FAST])).orElse(0.0),
                    own.map(vector -> Math.sqrt(vector[FAILURE_SLOW])).orElse(0.0),
                    own.map(vector -> vector[IN_FLIGHT] - logInFlight).orElse(0.0),
                    own.map(vector -> vector[AGE] / AGE_STEP).orElse((double) BOUND),
                    node.logPrice(),
                    Math.log(node.plannedShare() * nodes),
                    logInFlight,
                    spread,
                    Math.log(nodes / OFTEN));
        }
    }

    private static float[] bounded(double... values) {
        float[] row = new float[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.clamp(values[i], -BOUND, BOUND);
        }
        return row;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }
}
