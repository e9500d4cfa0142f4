package dev.weir.model;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Times whose distances are true: they start at the wall clock's and go on by a monotonic one, so that a wall clock that is set, forwards or back, makes
 * nothing older or younger. For everything that measures how long ago something was. Dates that others read (expiry, skew, audit) are the wall
 * clock's. Any thread, where its sources are.
 */
public final class SteadyClock implements InstantSource {
    private final Instant origin;
    private final LongSupplier nanos;
    private final long began;

    /** @param wall read once @param nanos monotonic, such as {@code System::nanoTime} */
    public SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.origin = Objects.requireNonNull(wall, "wall is null").instant();
        this.nanos = Objects.requireNonNull(nanos, "nanos is null");
        this.began = nanos.getAsLong();
    }

    /** The machine's. */
    public static SteadyClock system() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(nanos.getAsLong() - began);
    }
}
