package dev.weir.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    public SettableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** The same time as a ticker. */
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    public void forward(Duration duration) {
        now = now.plus(duration);
    }
}
