package dev.weir.ratelimit.port;

/** Is told when counting leaves the shared store and when it comes back. Called from the deciding threads: must not block. */
public interface FallbackListener {
    /** One call was counted locally. */
    void countedLocally();

    /** The shared store failed just now. */
    void lost(CounterStoreUnavailable reason);

    /** The shared store answers again. */
    void regained();
}
