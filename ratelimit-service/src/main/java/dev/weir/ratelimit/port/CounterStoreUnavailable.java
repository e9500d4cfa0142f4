package dev.weir.ratelimit.port;

/** The counters could not be asked in time. What was asked may or may not have been taken. */
public final class CounterStoreUnavailable extends RuntimeException {
    private final boolean busy;

    private CounterStoreUnavailable(String message, Throwable cause, boolean busy) {
        super(message, cause);
        this.busy = busy;
    }

    /** The store is gone, hangs, or answers what it must not. */
    public static CounterStoreUnavailable lost(String message, Throwable cause) {
        return new CounterStoreUnavailable(message, cause, false);
    }

    /** The store was not even asked: all ways to it are in use. It says nothing about the store. */
    public static CounterStoreUnavailable busy(String message, Throwable cause) {
        return new CounterStoreUnavailable(message, cause, true);
    }

    public boolean busy() {
        return busy;
    }
}
