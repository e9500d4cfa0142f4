package dev.weir.simulator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** What happens when, in nanoseconds since the start of the run. Of events at the same time the one asked for first comes first. One thread. */
public final class VirtualTime {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long asked;

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    public long now() {
        return now;
    }

    /** Now, as production code takes it. */
    public Instant instant() {
        return Instant.EPOCH.plusNanos(now);
    }

    /** What was asked for in the past happens now. */
    public void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), asked++, action));
    }

    public void after(Duration delay, Runnable action) {
        at(now + delay.toNanos(), action);
    }

    /** The first time after {@code first}, and then again and again, until the run's end. */
    public void every(Duration first, Duration period, Runnable action) {
        after(first, () -> {
            action.run();
            every(period, period, action);
        });
    }

    /** Runs all events before {@code end}. @throws IllegalStateException where its thread is interrupted: nobody waits for the run any more */
    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at() < end) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
            var next = events.remove();
            now = next.at();
            next.action().run();
        }
        now = end;
    }
}
