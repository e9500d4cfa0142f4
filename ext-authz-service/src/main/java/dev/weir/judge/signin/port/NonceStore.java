package dev.weir.judge.signin.port;

import java.time.Instant;

/** The nonces that were used. Any thread; methods block and may throw {@link StoreUnavailable}. */
public interface NonceStore {
    /** What becomes of a claim. */
    enum Claim {
        /** It is this caller's alone. */
        CLAIMED,
        USED
    }

    /**
     * Takes the nonce, once: of any number of claims at the same time, one gets it. What it is kept for ends with its message.
     */
    Claim claim(Sha256 nonce, Instant expiresAt);

    /** Forgets those whose message expired before. */
    void sweep(Instant before);
}
