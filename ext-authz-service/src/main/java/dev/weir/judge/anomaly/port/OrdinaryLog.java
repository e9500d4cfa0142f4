package dev.weir.judge.anomaly.port;

/** Keeps what ordinary callers do, of nobody by name, for the next training. By one thread; never blocks. */
public interface OrdinaryLog {
    /** @param values one per feature: events a second, and bytes */
    void add(double[] values);

    /** Keeps nothing. */
    static OrdinaryLog none() {
        return values -> {};
    }
}
