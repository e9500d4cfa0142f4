package dev.weir.balancing;

/**
 * What is expected of one node.
 *
 * @param serviceMillis of a call that waits for no other, above 0; NaN where nothing is known
 * @param failureProbability in [0, 1]
 * @param confidence in [0, 1]: 1 for fresh evidence, towards 0 as it ages; the planner leans towards the crowd by what is missing
 * @param busy part of the time in which it has work, in [0, 1]
 */
record NodeEstimate(double serviceMillis, double failureProbability, double confidence, double busy) {
    static final NodeEstimate UNKNOWN = new NodeEstimate(Double.NaN, 0, 0, 0);

    boolean known() {
        return serviceMillis > 0;
    }

    NodeEstimate withService(double millis) {
        return new NodeEstimate(millis, failureProbability, confidence, busy);
    }
}
