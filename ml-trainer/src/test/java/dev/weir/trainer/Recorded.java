package dev.weir.trainer;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded telemetry of worlds whose rule is known. */
final class Recorded {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int WINDOWS = 1_200;

    private Recorded() {}

    /** Latency jumps about a fixed level of each node: what was high comes back, which EWMA cannot know. */
    static List<WindowSample> reverting(long seed) {
        return windows(seed, (random, before, level, progress) -> level * Math.exp(0.6 * random.nextGaussian()));
    }

    /** The same at first; then latency wanders off and stays: what held in training holds no more. */
    static List<WindowSample> changing(long seed) {
        return windows(
                seed,
                (random, before, level, progress) -> progress < 0.7
                        ? level * Math.exp(0.6 * random.nextGaussian())
                        : Math.clamp(before * Math.exp(0.08 + 0.02 * random.nextGaussian()), 1, 1e6));
    }

    private interface World {
        double latency(SplittableRandom random, double before, double level, double progress);
    }

    private static List<WindowSample> windows(long seed, World world) {
        var random = new SplittableRandom(seed);
        var windows = new ArrayList<WindowSample>();
        double[] latency = {5, 10, 20};
        for (int tick = 1; tick <= WINDOWS; tick++) {
            for (int node = 0; node < latency.length; node++) {
                double level = 5 * (1 << node);
                latency[node] = world.latency(random, latency[node], level, (double) tick / WINDOWS);
                windows.add(window(tick, node, latency[node], random.nextInt(40) == 0 ? 1 : 0));
            }
        }
        return windows;
    }

    private static WindowSample window(int tick, int node, double latency, int failures) {
        return new WindowSample(
                new ApiName("quotes"),
                new NodeId("node-" + node),
                START.plus(TICK.multipliedBy(tick)),
                TICK,
                4,
                failures,
                latency,
                latency * 1.5,
                1,
                TokenAmount.ofTokens("0.0001"),
                0.33);
    }
}
