package dev.weir.scoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is remembered of one API at one node: averages that forget exponentially, per sample and per second. Not thread-safe.
 *
 * <p>A window of n attempts counts as n samples: {@code weight = 1 - (1 - gain)^n}. The fast average follows a change within a few samples, the
 * slow one tells the usual from the sudden.
 */
public final class EndpointHistory {
    private static final double FAST_GAIN = 0.3;
    private static final double SLOW_GAIN = 0.02;
    /** So many times, which is no chance of a few calls. */
    private static final double CHANGED = 2.5;

    private static final double MIN_LATENCY_MILLIS = 0.05;
    private static final double MAX_AGE_SECONDS = 20;

    private boolean known;
    private double latencyFast;
    private double latencySlow;
    private double p99Fast;
    private double failureFast;
    private double failureSlow;
    private double inFlight;
    private Instant lastEvidence = Instant.EPOCH;

    /** Takes a window; one that ended before the last one taken is dropped, as a clock jumped. */
    public void observe(WindowSample window) {
        if (window.attempts() == 0 || window.end().isBefore(lastEvidence)) {
            return;
        }
        int answered = window.attempts() - window.failures();
        double failed = (double) window.failures() / window.attempts();
        if (!known) {
            failureFast = failed;
            failureSlow = failed;
        }
        failureFast = blend(failureFast, failed, FAST_GAIN, window.attempts());
        failureSlow = blend(failureSlow, failed, SLOW_GAIN, window.attempts());
        // A refused connection has no latency; only answers, or what failed slowly, say how long a call takes.
        if (window.latencyMeanMillis() > 0 && (answered > 0 || latencySlow == 0)) {
            double mean = Math.max(MIN_LATENCY_MILLIS, window.latencyMeanMillis());
            double p99 = Math.max(mean, window.latencyP99Millis());
            latencyFast = latencyFast == 0 ? mean : blend(latencyFast, mean, FAST_GAIN, window.attempts());
            latencySlow = latencySlow == 0 ? mean : blend(latencySlow, mean, SLOW_GAIN, window.attempts());
            p99Fast = p99Fast == 0 ? p99 : blend(p99Fast, p99, FAST_GAIN, window.attempts());
        }
        inFlight = blend(inFlight, window.inFlightMean(), FAST_GAIN, 1);
        known = latencyFast > 0;
        lastEvidence = window.end();
    }

    /** Whether any attempt was ever seen, if only a refused connection. */
    public boolean seen() {
        return !lastEvidence.equals(Instant.EPOCH);
    }

    /** Whether any latency was ever seen. */
    public boolean known() {
        return known;
    }

    /** Mean latency of late, in milliseconds; only where {@link #known}. */
    public double latencyMillis() {
        return latencyFast;
    }

    /** Whether the latency of late is about what it was over the last hundred attempts; only where {@link #known}. */
    public boolean usual() {
        return latencyFast < CHANGED * latencySlow && latencySlow < CHANGED * latencyFast;
    }

    /** Share of attempts of late that failed, in [0, 1]. */
    public double failureRatio() {
        return failureFast;
    }

    public Duration evidenceAge(Instant now) {
        var age = Duration.between(lastEvidence, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** What a model sees; only where {@link #known}. */
    public FeatureVector features(Instant now) {
        double age = Math.min(MAX_AGE_SECONDS, evidenceAge(now).toMillis() / 1_000.0);
        return new FeatureVector(List.of(
                log(latencyFast),
                log(latencySlow),
                bounded(Math.log(latencyFast / latencySlow)),
                log(p99Fast),
                (float) failureFast,
                (float) failureSlow,
                bounded(Math.log1p(inFlight)),
                (float) age));
    }

    private static float log(double millis) {
        return bounded(Math.log(Math.max(MIN_LATENCY_MILLIS, millis)));
    }

    private static float bounded(double value) {
        return (float) Math.clamp(value, -FeatureSchema.BOUND, FeatureSchema.BOUND);
    }

    private static double blend(double old, double fresh, double gain, int samples) {
        double weight = 1 - Math.pow(1 - gain, samples);
        return old + weight * (fresh - old);
    }
}
