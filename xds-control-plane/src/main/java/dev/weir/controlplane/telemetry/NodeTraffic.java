package dev.weir.controlplane.telemetry;

import dev.weir.scoring.Attempt;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What one node did for one API of late: counts since the start, and rates over about ten seconds. Not thread-safe.
 *
 * <p>Rates are exponentially decayed sums, so that they need no memory of single requests.
 */
public final class NodeTraffic {
    private static final double TIME_CONSTANT_SECONDS = 5;
    /** What a node said of itself is old by then. */
    private static final Duration REPORT_STANDS = Duration.ofSeconds(10);

    private long reached;
    private long failures;
    private double attemptsDecayed;
    private double failuresDecayed;
    private double reachedDecayed;
    private double millisDecayed;
    private final LatencySketch latencies = new LatencySketch();
    private OptionalDouble reportedUtilisation = OptionalDouble.empty();
    private Duration sinceReport = Duration.ZERO;

    /** Adds a window with the attempts that it sums up, or an empty one where {@code sample} is null. */
    public void tick(Duration length, @Nullable WindowSample sample, List<Attempt> attempts) {
        double keep = Math.exp(-length.toMillis() / 1_000.0 / TIME_CONSTANT_SECONDS);
        attemptsDecayed *= keep;
        failuresDecayed *= keep;
        reachedDecayed *= keep;
        millisDecayed *= keep;
        latencies.decay(keep);
        hear(length, sample == null ? OptionalDouble.empty() : sample.reported().utilisation());
        if (sample != null) {
            attemptsDecayed += sample.attempts();
            failuresDecayed += sample.failures();
            failures += sample.failures();
        }
        for (var attempt : attempts) {
            if (attempt.reached()) {
                reached++;
                reachedDecayed++;
                millisDecayed += attempt.latency().toNanos() / 1e6;
                latencies.add(attempt.latency());
            }
        }
    }

    private void hear(Duration length, OptionalDouble utilisation) {
        sinceReport = utilisation.isPresent() ? Duration.ZERO : sinceReport.plus(length);
        if (utilisation.isPresent() || sinceReport.compareTo(REPORT_STANDS) > 0) {
            reportedUtilisation = utilisation;
        }
    }

    /** By the last window with a load report; empty where there was none for ten seconds. */
    public OptionalDouble reportedUtilisation() {
        return reportedUtilisation;
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

    /** Of the attempts that reached the node; 0 where nothing came of late. */
    public double latencyMillis() {
        return reachedDecayed < 0.01 ? 0 : millisDecayed / reachedDecayed;
    }

    public double p50Millis() {
        return latencies.percentileMillis(50);
    }

    public double p99Millis() {
        return latencies.percentileMillis(99);
    }

    /** Over all of them together; 0 where nothing came of late. */
    public static double percentileMillis(Collection<NodeTraffic> nodes, double percent) {
        return LatencySketch.percentileMillis(
                nodes.stream().map(node -> node.latencies).toList(), percent);
    }
}
