package dev.weir.trainer;

import dev.weir.scoring.FeatureVector;
import java.time.Instant;

/**
 * What was known of a node before a window, and what the window then brought.
 *
 * @param latencyMillis mean of the window
 * @param failureRatio of the window's attempts
 * @param attempts in the window: its weight
 * @param fastLatencyMillis and {@code fastFailureRatio}: what EWMA would have said
 */
public record Example(
        Instant end,
        FeatureVector features,
        double latencyMillis,
        double failureRatio,
        int attempts,
        double fastLatencyMillis,
        double fastFailureRatio) {
    /** Natural logarithm of the window's latency over what EWMA said. */
    public double logRatio() {
        return Math.log(latencyMillis / fastLatencyMillis);
    }

    public double failureChange() {
        return failureRatio - fastFailureRatio;
    }
}
