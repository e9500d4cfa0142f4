package dev.weir.ratelimit.port;

/** The counters could not be asked in time. What was asked may or may not have been taken. */
public final class CounterStoreUnavailable extends RuntimeException {
    public CounterStoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
