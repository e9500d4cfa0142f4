package dev.weir.scoring;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One API at one node over one tick: a row of telemetry, and what the estimators learn from.
 *
 * @param attempts how many ended in the window; 0 makes the latencies meaningless zeros
 * @param failures of them, at most {@code attempts}
 * @param inFlightMean requests at the node on average over the window
 * @param share what the node was meant to get, in [0, 1]
 * @param reported what the node said of itself; no feature of a model
 */
public record WindowSample(
        ApiName api,
        NodeId node,
        Instant end,
        Duration length,
        int attempts,
        int failures,
        double latencyMeanMillis,
        double latencyP99Millis,
        double inFlightMean,
        TokenAmount pricePerCall,
        double share,
        Reported reported) {
    public WindowSample {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(end, "end is null");
        Objects.requireNonNull(length, "length is null");
        Objects.requireNonNull(pricePerCall, "pricePerCall is null");
        Objects.requireNonNull(reported, "reported is null");
        if (!length.isPositive()) {
            throw new IllegalArgumentException("a window of " + length + " has no length");
        }
        if (attempts < 0 || failures < 0 || failures > attempts) {
            throw new IllegalArgumentException("attempts " + attempts + ", failures " + failures + " cannot be");
        }
        finite("latencyMeanMillis", latencyMeanMillis);
        finite("latencyP99Millis", latencyP99Millis);
        finite("inFlightMean", inFlightMean);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " is not in [0, 1]");
        }
    }

    /** Of a node that said nothing of itself. */
    public WindowSample(
            ApiName api,
            NodeId node,
            Instant end,
            Duration length,
            int attempts,
            int failures,
            double latencyMeanMillis,
            double latencyP99Millis,
            double inFlightMean,
            TokenAmount pricePerCall,
            double share) {
        this(
                api,
                node,
                end,
                length,
                attempts,
                failures,
                latencyMeanMillis,
                latencyP99Millis,
                inFlightMean,
                pricePerCall,
                share,
                Reported.NOTHING);
    }

    private static void finite(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " " + value + " is not finite and at least 0");
        }
    }
}
