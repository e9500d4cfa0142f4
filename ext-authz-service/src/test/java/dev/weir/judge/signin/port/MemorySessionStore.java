package dev.weir.judge.signin.port;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The contract in its shortest form, for tests of what stands on it. */
public final class MemorySessionStore implements SessionStore {
    private final ConcurrentHashMap<Sha256, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile boolean gone;

    /** From now on it fails. */
    public void goAway() {
        gone = true;
    }

    public void comeBack() {
        gone = false;
    }

    public int lookUps() {
        return lookUps.get();
    }

    public int size() {
        return sessions.size();
    }

    @Override
    public void open(Sha256 token, Session session) {
        check();
        if (sessions.putIfAbsent(token, session) != null) {
            throw new StoreUnavailable("there is a session of this token", new IllegalStateException());
        }
    }

    @Override
    public Optional<Session> find(Sha256 token) {
        lookUps.incrementAndGet();
        check();
        return Optional.ofNullable(sessions.get(token));
    }

    @Override
    public void close(Sha256 token) {
        check();
        sessions.remove(token);
    }

    @Override
    public void sweep(Instant before) {
        sessions.values().removeIf(session -> session.expiresAt().isBefore(before));
    }

    private void check() {
        if (gone) {
            throw new StoreUnavailable("gone", new IllegalStateException());
        }
    }
}
