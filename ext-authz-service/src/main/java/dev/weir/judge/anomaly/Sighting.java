package dev.weir.judge.anomaly;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that a caller was seen to do, on its way to the scores. Of a fixed size, whatever was sent: texts are {@link Marks}. */
sealed interface Sighting {
    long caller();

    /** By the judge's clock. */
    Instant at();

    /** @param place API and method */
    record Asked(long caller, Instant at, long place, long path, long bodyBytes) implements Sighting {}

    /** The fields are those of {@link SeenAnswer}. */
    record Answered(
            long caller,
            Instant at,
            long api,
            boolean signIn,
            long path,
            int status,
            Duration took,
            Optional<Duration> retryAfter)
            implements Sighting {}
}
