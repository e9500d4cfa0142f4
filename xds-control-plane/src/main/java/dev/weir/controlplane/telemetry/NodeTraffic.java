package dev.weir.controlplane.telemetry;

import dev.weir.scoring.WindowSample;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one node did for one API of late: counts since the start, and rates over about ten seconds. Not thread-safe.
 *
 * <p>Rates are exponentially decayed sums, so that they need no memory of single requests.
 */
public final class NodeTraffic {
    private static final double TIME_CONSTANT_SECONDS = 5;

    private long reached;
    private long failures;
    private double attemptsDecayed;
    private double failuresDecayed;
    private double millisDecayed;
    private double p99Millis;

    /** Adds a window, or an empty one where {@code sample} is null. */
    public void tick(Duration length, @Nullable WindowSample sample, long reachedInWindow) {
        double keep = Math.exp(-length.toMillis() / 1_000.0 / TIME_CONSTANT_SECONDS);
        attemptsDecayed *= keep;
        failuresDecayed *= keep;
        millisDecayed *= keep;
        if (sample != null) {
            attemptsDecayed += sample.attempts();
            failuresDecayed += sample.failures();
            millisDecayed += sample.latencyMeanMillis() * sample.attempts();
            p99Millis = Math.max(sample.latencyP99Millis(), p99Millis * keep);
            reached += reachedInWindow;
            failures += sample.failures();
        } else {
            p99Millis *= keep;
        }
    }

    public long reached() {
        return reached;
    }

    public long failures() {
        return failures;
    }

    public double requestsPerSecond() {
        return attemptsDecayed / TIME_CONSTANT_SECONDS;
    }

    public double errorRatio() {
        return attemptsDecayed < 0.01 ? 0 : failuresDecayed / attemptsDecayed;
    }

    /** 0 where nothing came of late. */
    public double latencyMillis() {
        return attemptsDecayed < 0.01 ? 0 : millisDecayed / attemptsDecayed;
    }

    public double p99Millis() {
        return attemptsDecayed < 0.01 ? 0 : p99Millis;
    }
}
