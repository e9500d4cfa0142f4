package dev.weir.scoring.adapter.parquet;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Reported;
import dev.weir.scoring.WindowSample;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One row of a segment: the columns of a {@link WindowSample}, in types that every Parquet reader knows. Version {@value #VERSION}.
 *
 * @param reportedUtilisation null where the node did not say
 * @param reportedInFlight null where the node did not say
 */
record SegmentRow(
        int version,
        String api,
        String node,
        long endMicros,
        long lengthMicros,
        int attempts,
        int failures,
        double latencyMeanMillis,
        double latencyP99Millis,
        double inFlightMean,
        String priceBaseUnits,
        double share,
        @Nullable Double reportedUtilisation,
        @Nullable Integer reportedInFlight) {
    static final int VERSION = 2;

    static SegmentRow of(WindowSample window) {
        return new SegmentRow(
                VERSION,
                window.api().value(),
                window.node().value(),
                ChronoUnit.MICROS.between(Instant.EPOCH, window.end()),
                window.length().toNanos() / 1_000,
                window.attempts(),
                window.failures(),
                window.latencyMeanMillis(),
                window.latencyP99Millis(),
                window.inFlightMean(),
                window.pricePerCall().baseUnits().toString(),
                window.share(),
                nullable(window.reported().utilisation()),
                nullable(window.reported().inFlight()));
    }

    /** @throws IllegalArgumentException where a column has a value that no window can have */
    WindowSample window() {
        if (version != VERSION) {
            throw new IllegalArgumentException("rows of version " + version + ", expected " + VERSION);
        }
        return new WindowSample(
                new ApiName(api),
                new NodeId(node),
                Instant.EPOCH.plus(endMicros, ChronoUnit.MICROS),
                Duration.ofNanos(lengthMicros * 1_000),
                attempts,
                failures,
                latencyMeanMillis,
                latencyP99Millis,
                inFlightMean,
                new TokenAmount(new BigInteger(priceBaseUnits)),
                share,
                new Reported(
                        reportedUtilisation == null ? OptionalDouble.empty() : OptionalDouble.of(reportedUtilisation),
                        reportedInFlight == null ? OptionalInt.empty() : OptionalInt.of(reportedInFlight)));
    }

    private static @Nullable Double nullable(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    private static @Nullable Integer nullable(OptionalInt value) {
        return value.isPresent() ? (Integer) value.getAsInt() : null;
    }
}
