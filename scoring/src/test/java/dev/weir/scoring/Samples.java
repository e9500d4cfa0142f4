package dev.weir.scoring;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.time.Duration;
import java.time.Instant;

/** Windows of one node, apart from what a test is about. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final Duration TICK = Duration.ofMillis(250);

    private Samples() {}

    public static WindowSample window(Instant end, int attempts, int failures, double latencyMillis) {
        return window("amber", end, attempts, failures, latencyMillis);
    }

    public static WindowSample window(String node, Instant end, int attempts, int failures, double latencyMillis) {
        return window(node, end, attempts, failures, latencyMillis, Reported.NOTHING);
    }

    public static WindowSample window(
            String node, Instant end, int attempts, int failures, double latencyMillis, Reported reported) {
        return new WindowSample(
                new ApiName("quotes"),
                new NodeId(node),
                end,
                TICK,
                attempts,
                failures,
                latencyMillis,
                2 * latencyMillis,
                0.5,
                TokenAmount.ofTokens("0.0001"),
                0.25,
                reported);
    }
}
