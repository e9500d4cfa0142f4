package dev.weir.node.impair;

import java.time.Duration;
import java.util.Objects;

/**
 * How a node behaves.
 *
 * @param latency mean service time of a call, at most a minute
 * @param jitter spread of the service time: the standard deviation of its logarithm, 0 to 3
 * @param capacity calls served at once, 1 to 10,000
 * @param queue calls that wait for a place beyond those, 0 to 100,000; more are refused with 503
 * @param errors share of calls that end in a 500 after their service time, 0 to 1
 */
public record Impairment(Duration latency, double jitter, int capacity, int queue, double errors) {
    /** A node at its best. */
    public static final Impairment NONE = new Impairment(Duration.ZERO, 0, 64, 256, 0);

    public Impairment {
        Objects.requireNonNull(latency, "latency is null");
        check("latency", latency.toNanos() / 1e9, 0, 60);
        check("jitter", jitter, 0, 3);
        check("capacity", capacity, 1, 10_000);
        check("queue", queue, 0, 100_000);
        check("errors", errors, 0, 1);
    }

    private static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " " + value + " is not in " + least + " to " + most);
        }
    }

    /** Whether no call succeeds, so that the node is not healthy. */
    boolean total() {
        return errors == 1;
    }

    Impairment withLatency(Duration other) {
        return new Impairment(other, jitter, capacity, queue, errors);
    }

    Impairment withJitter(double other) {
        return new Impairment(latency, other, capacity, queue, errors);
    }

    Impairment withCapacity(int other) {
        return new Impairment(latency, jitter, other, queue, errors);
    }

    Impairment withQueue(int other) {
        return new Impairment(latency, jitter, capacity, other, errors);
    }

    Impairment withErrors(double other) {
        return new Impairment(latency, jitter, capacity, queue, other);
    }

    /** The form that {@link ImpairmentText} reads. */
    @Override
    public String toString() {
        return "latency=" + latency.toNanos() / 1_000 + "us,jitter=" + jitter + ",capacity=" + capacity + ",queue="
                + queue + ",errors=" + errors;
    }
}
