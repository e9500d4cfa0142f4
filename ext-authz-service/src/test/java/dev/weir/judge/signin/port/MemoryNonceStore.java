package dev.weir.judge.signin.port;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/** The contract in its shortest form, for tests of what stands on it. */
public final class MemoryNonceStore implements NonceStore {
    private final ConcurrentHashMap<Sha256, Instant> used = new ConcurrentHashMap<>();
    private volatile boolean gone;

    /** From now on it fails. */
    public void goAway() {
        gone = true;
    }

    public int size() {
        return used.size();
    }

    @Override
    public Claim claim(Sha256 nonce, Instant expiresAt) {
        if (gone) {
            throw new StoreUnavailable("gone", new IllegalStateException());
        }
        return used.putIfAbsent(nonce, expiresAt) == null ? Claim.CLAIMED : Claim.USED;
    }

    @Override
    public void sweep(Instant before) {
        used.values().removeIf(expiresAt -> expiresAt.isBefore(before));
    }
}
