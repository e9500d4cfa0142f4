package dev.weir.balancing;

/**
 * What is expected of one node.
 *
 * @param latencyMillis of a call, waiting and all; as known as {@code serviceMillis}
 * @param serviceMillis of a call that waits for no other, above 0; NaN where nothing is known
 * @param failureProbability in [0, 1]
 * @param confidence in [0, 1]: 1 for fresh evidence, towards 0 as it ages; the planner leans towards the crowd by what is missing
 * @param busy part of the time in which it has work, in [0, 1]
 */
record NodeEstimate(
        double latencyMillis, double serviceMillis, double failureProbability, double confidence, double busy) {
    static final NodeEstimate UNKNOWN = new NodeEstimate(Double.NaN, Double.NaN, 0, 0, 0);

    boolean known() {
        return serviceMillis > 0;
    }

    /** How many times longer a call takes for waiting. */
    double waiting() {
        return known() ? latencyMillis / serviceMillis : 1;
    }

    NodeEstimate withService(double millis) {
        return new NodeEstimate(latencyMillis, millis, failureProbability, confidence, busy);
    }
}
