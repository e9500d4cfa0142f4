package dev.weir.controlplane.rollout;

import dev.weir.controlplane.telemetry.LatencySketch;
import dev.weir.scoring.Attempt;
import java.util.List;

/** The calls of one arm of one API in one stage. Not thread-safe. */
final class ArmCalls {
    private static final double MIN_MILLIS = 0.05;

    private final ClusteredMean failures = ClusteredMean.ofRatio();
    private final ClusteredMean slow = ClusteredMean.ofRatio();
    private final ClusteredMean logMillis = new ClusteredMean();
    private final LatencySketch latencies = new LatencySketch();
    private long calls;
    private long failed;
    private long reached;
    private long judgedSlow;
    private long slower;

    /** @param slowMillis from which on a call is slow; infinite where that is not known yet */
    void tick(List<Attempt> attempts, double slowMillis, double keep) {
        latencies.decay(keep);
        int tickFailed = 0;
        int tickReached = 0;
        int tickSlower = 0;
        double logs = 0;
        for (var attempt : attempts) {
            tickFailed += attempt.failed() ? 1 : 0;
            if (attempt.reached()) {
                double millis = Math.max(MIN_MILLIS, attempt.latency().toNanos() / 1e6);
                tickReached++;
                tickSlower += millis > slowMillis ? 1 : 0;
                logs += Math.log(millis);
                latencies.add(attempt.latency());
            }
        }
        calls += attempts.size();
        failed += tickFailed;
        reached += tickReached;
        failures.add(tickFailed, attempts.size());
        logMillis.add(logs, tickReached);
        if (slowMillis < Double.POSITIVE_INFINITY) {
            judgedSlow += tickReached;
            slower += tickSlower;
            slow.add(tickSlower, tickReached);
        }
    }

    long calls() {
        return calls;
    }

    /** How many of the calls were judged to be slow or not. */
    long judgedSlow() {
        return judgedSlow;
    }

    long reached() {
        return reached;
    }

    ClusteredMean failures() {
        return failures;
    }

    ClusteredMean slow() {
        return slow;
    }

    ClusteredMean logMillis() {
        return logMillis;
    }

    double percentileMillis(double percent) {
        return latencies.percentileMillis(percent);
    }

    ArmEvidence evidence() {
        return new ArmEvidence(
                calls,
                calls == 0 ? 0 : (double) failed / calls,
                judgedSlow == 0 ? 0 : (double) slower / judgedSlow,
                reached == 0 ? 0 : Math.exp(logMillis.mean()),
                percentileMillis(99));
    }
}
