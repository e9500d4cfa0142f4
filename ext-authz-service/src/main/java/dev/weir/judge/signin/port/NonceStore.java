package dev.weir.judge.signin.port;

import dev.weir.model.AccountId;
import java.time.Instant;

/** The challenges that were issued. Any thread; methods block and may throw {@link StoreUnavailable}. */
public interface NonceStore {
    /** Open challenges of one account; with more, the oldest go. */
    int MAX_OPEN = 20;

    /** What becomes of a claim. */
    enum Claim {
        /** It was open, and is this caller's alone. */
        CLAIMED,
        USED,
        /** Never issued for this account and message, or expired. */
        UNKNOWN
    }

    /** @param message the whole message, of which only the hash is kept */
    void issue(Sha256 nonce, AccountId account, Sha256 message, Instant expiresAt);

    /** Takes the nonce, once: of any number of claims at the same time, one gets it. */
    Claim claim(Sha256 nonce, AccountId account, Sha256 message, Instant now);

    /** Forgets what expired. */
    void sweep(Instant now);
}
