package dev.weir.bench.rig.adapter.envoy;

import dev.weir.bench.rig.Lab;
import dev.weir.judge.signin.port.SessionStore;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.model.AccountId;
import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sessions of callers who signed in before anyone looked. They never end, and nobody else comes. */
record OpenSessions(Map<Sha256, Session> sessions) implements SessionStore {
    private static final long CHAIN = 31_337;

    OpenSessions {
        sessions = Map.copyOf(sessions);
    }

    static OpenSessions of(int callers) {
        var sessions = new HashMap<Sha256, Session>();
        for (int i = 0; i < callers; i++) {
            var wallet = new WalletAddress("0x%040x".formatted(i + 1));
            sessions.put(Sha256.of(Lab.token(i)), new Session(new AccountId(CHAIN, wallet), Instant.MAX));
        }
        return new OpenSessions(sessions);
    }

    @Override
    public Optional<Session> find(Sha256 token) {
        return Optional.ofNullable(sessions.get(token));
    }

    @Override
    public void open(Sha256 token, Session session) {
        throw new UnsupportedOperationException("nobody signs in");
    }

    @Override
    public void close(Sha256 token) {
        throw new UnsupportedOperationException("nobody signs out");
    }

    @Override
    public void sweep(Instant before) {}
}
