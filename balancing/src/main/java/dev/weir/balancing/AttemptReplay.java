package dev.weir.balancing;

import dev.weir.scoring.Attempt;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What one endpoint was doing, from attempts that are known only once they have ended: their beginnings and ends are played to a {@link ServerModel} in the
 * order of time, late enough that most of what was under way by then has ended since. Not thread-safe.
 *
 * <p>Late means twice the latency of late, at least {@value #MIN_LAG_NANOS} and at most {@value #MAX_LAG_NANOS} ns. What began before that counts as busy for the time that was played already.
 * An attempt that ended before it tells nothing and is dropped. Bounded by what ends in that time.
 */
final class AttemptReplay {
    private static final long MAX_LAG_NANOS = 2_000_000_000L;
    /** Envoy's log comes in batches of 50 ms. */
    private static final long MIN_LAG_NANOS = 100_000_000L;

    /** The latency rises at once, and falls by so much with each attempt. */
    private static final double FALL = 0.1;

    private static final int MAX_EVENTS = 200_000;

    private final ServerModel model;
    private final Variability variability;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparing(Event::begins, Comparator.reverseOrder()));
    private double latencyNanos;
    private long horizon = Long.MIN_VALUE;

    private record Event(long at, boolean begins, Call call) {}

    /** One attempt while it is played. */
    private static final class Call {
        final double latencyMillis;
        /** Under way before it was seen. */
        final double unseenMillis;

        final boolean answered;
        double served;

        Call(double latencyMillis, double unseenMillis, boolean answered) {
            this.latencyMillis = latencyMillis;
            this.unseenMillis = unseenMillis;
            this.answered = answered;
        }
    }

    /** @param variability of the calls of all endpoints; shared, as {@code together} is */
    AttemptReplay(Variability variability, Parallelism together) {
        this.variability = variability;
        model = ServerModel.steady(variability, together);
    }

    void add(Attempt attempt) {
        if (!attempt.reached() || events.size() >= MAX_EVENTS) {
            return;
        }
        long ended = nanos(attempt.ended());
        double latency = attempt.latency().toNanos();
        latencyNanos = Math.max(latency, latencyNanos + FALL * (latency - latencyNanos));
        if (ended <= horizon) {
            return;
        }
        long began = ended - (long) latency;
        long seen = Math.max(began, horizon);
        var call = new Call(latency / 1e6, (seen - began) / 1e6, !attempt.failed());
        events.add(new Event(seen, true, call));
        events.add(new Event(ended, false, call));
    }

    /** Plays what can be known by now. */
    ServerModel until(Instant now) {
        long lag = Math.clamp((long) (2 * latencyNanos), MIN_LAG_NANOS, MAX_LAG_NANOS);
        horizon = Math.max(horizon, nanos(now) - lag);
        while (!events.isEmpty() && events.peek().at() <= horizon) {
            play(events.remove());
        }
        model.advance(horizon);
        return model;
    }

    private void play(Event event) {
        var call = event.call();
        if (event.begins()) {
            if (call.unseenMillis > 0) {
                model.wasBusy(call.unseenMillis);
            }
            model.began(event.at());
            call.served = model.served();
            return;
        }
        model.ended(event.at());
        if (call.answered) {
            double alone = Math.min(call.latencyMillis, model.served() - call.served + call.unseenMillis);
            if (model.certain()) {
                variability.done(alone / model.serviceMillis(alone));
            }
            model.answered(1, alone);
        }
    }

    private static long nanos(Instant time) {
        return Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L) + time.getNano();
    }
}
