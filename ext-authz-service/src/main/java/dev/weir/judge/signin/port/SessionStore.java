package dev.weir.judge.signin.port;

import dev.weir.model.AccountId;
import java.time.Instant;
import java.util.Optional;

/** The open sessions, by the hash of their token. Any thread; methods block and may throw {@link StoreUnavailable}. */
public interface SessionStore {
    /** A session as it is kept; it may have expired. */
    record Session(AccountId account, Instant expiresAt) {}

    void open(Sha256 token, Session session);

    Optional<Session> find(Sha256 token);

    /** Ends a session; nothing where there is none. */
    void close(Sha256 token);

    /** Forgets what expired before. */
    void sweep(Instant before);
}
