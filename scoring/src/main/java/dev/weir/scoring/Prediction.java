package dev.weir.scoring;

/**
 * What a node will do in the next window.
 *
 * @param latencyMillis mean, finite and above 0
 * @param failureProbability in [0, 1]
 */
public record Prediction(double latencyMillis, double failureProbability) {
    public Prediction {
        if (!(latencyMillis > 0) || Double.isInfinite(latencyMillis)) {
            throw new IllegalArgumentException("latency " + latencyMillis + " ms is not finite and above 0");
        }
        if (!(failureProbability >= 0 && failureProbability <= 1)) {
            throw new IllegalArgumentException("failure probability " + failureProbability + " is not in [0, 1]");
        }
    }
}
