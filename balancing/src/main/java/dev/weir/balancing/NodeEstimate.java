package dev.weir.balancing;

/**
 * What is expected of one node.
 *
 * @param latencyMillis above 0; NaN where nothing is known
 * @param failureProbability in [0, 1]
 * @param confidence in [0, 1]: 1 for fresh evidence, towards 0 as it ages; the planner leans towards the crowd by what is missing
 */
record NodeEstimate(double latencyMillis, double failureProbability, double confidence) {
    static final NodeEstimate UNKNOWN = new NodeEstimate(Double.NaN, 0, 0);

    boolean known() {
        return latencyMillis > 0;
    }
}
