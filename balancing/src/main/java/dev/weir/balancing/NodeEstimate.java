package dev.weir.balancing;

/**
 * What is expected of one node.
 *
 * @param latencyMillis of a call of late, waiting and all; as known as {@code serviceMillis}
 * @param serviceMillis of a call that waits for no other, above 0; NaN where nothing is known
 * @param parallel how many calls it serves at once, at least 1
 * @param failureProbability in [0, 1]
 * @param confidence in [0, 1]: 1 for fresh evidence, towards 0 as it ages; the planner leans towards the crowd by what is missing
 */
record NodeEstimate(
        double latencyMillis, double serviceMillis, int parallel, double failureProbability, double confidence) {
    static final NodeEstimate UNKNOWN = new NodeEstimate(Double.NaN, Double.NaN, 1, 0, 0);

    boolean known() {
        return serviceMillis > 0;
    }

    NodeEstimate withSpeed(double millis, int together) {
        return new NodeEstimate(latencyMillis, millis, together, failureProbability, confidence);
    }
}
