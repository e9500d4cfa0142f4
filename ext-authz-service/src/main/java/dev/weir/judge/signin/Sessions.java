package dev.weir.judge.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.judge.signin.port.SessionStore;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells what bearer tokens stand for. Any thread. What the store said is remembered for {@link #REMEMBERED}: a sign-out at another
 * instance is seen after that; expiry is seen at once.
 */
public final class Sessions {
    static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final int MAX_REMEMBERED = 50_000;
    private static final int MAX_TOKEN = 128;

    private final SessionStore store;
    private final InstantSource clock;
    private final Cache<Sha256, Optional<Session>> remembered;

    public Sessions(SessionStore store, InstantSource clock, Ticker ticker) {
        this.store = store;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /** @throws dev.weir.judge.signin.port.StoreUnavailable where nobody can tell */
    public SessionState find(String token) {
        if (token.isEmpty() || token.length() > MAX_TOKEN) {
            return new SessionState.Unknown();
        }
        var found = remembered.get(Sha256.of(token), store::find);
        return found.<SessionState>map(session -> session.expiresAt().isAfter(clock.instant())
                        ? new SessionState.Active(session.account(), session.expiresAt())
                        : new SessionState.Expired())
                .orElseGet(SessionState.Unknown::new);
    }

    /** Forgets what was remembered of a token. */
    public void forget(String token) {
        remembered.invalidate(Sha256.of(token));
    }
}
