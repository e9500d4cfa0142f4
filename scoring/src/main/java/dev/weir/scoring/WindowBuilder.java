package dev.weir.scoring;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
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

    private final Histogram latencyMicros = new Histogram(MAX_MICROS, 2);
    private final DoubleSummaryStatistics utilisation = new DoubleSummaryStatistics();
    private int attempts;
    private int failures;

    void add(Attempt attempt) {
        attempts++;
        if (attempt.failed()) {
            failures++;
        }
        if (attempt.reached()) {
            latencyMicros.recordValue(Math.min(MAX_MICROS, attempt.latency().toNanos() / 1_000));
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
        double mean = latencyMicros.getTotalCount() == 0 ? 0 : latencyMicros.getMean() / 1_000;
        double p99 = latencyMicros.getTotalCount() == 0 ? 0 : latencyMicros.getValueAtPercentile(99) / 1_000.0;
        double inFlight = mean * latencyMicros.getTotalCount() / length.toMillis();
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
