package dev.weir.scoring;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;

/**
 * Gathers the attempts of one API at one node over one tick. Not thread-safe.
 *
 * <p>Requests in flight are not in the log; by Little's law their mean is the latencies' sum over the window's length.
 */
final class WindowBuilder {
    private static final long MAX_MICROS = Duration.ofMinutes(5).toNanos() / 1_000;

    /** Grows as far as its slowest call needs: with many nodes, most windows hold a few calls of some milliseconds. */
    private final Histogram latencyMicros = new Histogram(2);

    private final LongSummaryStatistics micros = new LongSummaryStatistics();
    private final DoubleSummaryStatistics utilisation = new DoubleSummaryStatistics();
    private int attempts;
    private int failures;

    void add(Attempt attempt) {
        attempts++;
        if (attempt.failed()) {
            failures++;
        }
        if (attempt.reached()) {
            long latency = Math.min(MAX_MICROS, attempt.latency().toNanos() / 1_000);
            latencyMicros.recordValue(latency);
            micros.accept(latency);
        }
        attempt.load().ifPresent(load -> utilisation.accept(load.utilisation()));
    }

    WindowSample build(
            ApiName api,
            NodeId node,
            Instant end,
            Duration length,
            TokenAmount price,
            double share,
            OptionalInt reportedInFlight) {
        double mean = micros.getAverage() / 1_000;
        double p99 = micros.getCount() == 0 ? 0 : latencyMicros.getValueAtPercentile(99) / 1_000.0;
        double inFlight = mean * micros.getCount() / length.toMillis();
        return new WindowSample(
                api,
                node,
                end,
                length,
                attempts,
                failures,
                mean,
                p99,
                inFlight,
                price,
                share,
                reported(reportedInFlight));
    }

    private Reported reported(OptionalInt inFlight) {
        return new Reported(
                utilisation.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(utilisation.getAverage()),
                inFlight);
    }
}
