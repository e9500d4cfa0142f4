package dev.weir.bench.upstream;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * One node's calls: at most {@code limit} are served at once, the others wait in the order of their arrival. Each is served by a core of
 * its own, at the speed that the node's script has meanwhile. One thread; the time is told, never looked up.
 */
public final class ServiceLine<C> {
    private final NodeScript script;
    private final int limit;
    private final long windowFrom;
    private final long windowUntil;
    private final ArrayDeque<Waiting<C>> waiting = new ArrayDeque<>();
    private int inService;
    private double busyNanos;

    private record Waiting<C>(C call, double workNanos) {}

    /** A call whose service has begun. */
    public record Started<C>(C call, long endsAt) {}

    /** The window is the time in which busy cores are counted. */
    public ServiceLine(NodeScript script, int limit, long windowFrom, long windowUntil) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is not above 0");
        }
        this.script = script;
        this.limit = limit;
        this.windowFrom = windowFrom;
        this.windowUntil = windowUntil;
    }

    /** Empty where the call has to wait. */
    public Optional<Started<C>> arrives(C call, double workNanos, long now) {
        if (inService == limit) {
            waiting.add(new Waiting<>(call, workNanos));
            return Optional.empty();
        }
        inService++;
        return Optional.of(start(new Waiting<>(call, workNanos), now));
    }

    /** A served call has ended; the first that waits takes its core. @param now when it was to end, however late that is noticed */
    public Optional<Started<C>> ended(long now) {
        var next = waiting.poll();
        if (next == null) {
            inService--;
            return Optional.empty();
        }
        return Optional.of(start(next, now));
    }

    private Started<C> start(Waiting<C> next, long now) {
        long end = script.endOf(now, next.workNanos());
        busyNanos += Math.max(0, Math.min(end, windowUntil) - Math.max(now, windowFrom));
        return new Started<>(next.call(), end);
    }

    int inService() {
        return inService;
    }

    /** Busy cores, as a part of all. */
    public double utilisation() {
        return busyNanos / limit / (windowUntil - windowFrom);
    }
}
