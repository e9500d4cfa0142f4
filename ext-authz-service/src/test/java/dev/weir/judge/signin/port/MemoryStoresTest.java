package dev.weir.judge.signin.port;

import org.junit.jupiter.api.Nested;

/** The fakes keep the contracts, so that what passes on them passes on the databases. */
final class MemoryStoresTest {
    @Nested
    final class Nonces extends NonceStoreContract {
        private final MemoryNonceStore store = new MemoryNonceStore();

        @Override
        protected NonceStore store() {
            return store;
        }
    }

    @Nested
    final class OpenSessions extends SessionStoreContract {
        private final MemorySessionStore store = new MemorySessionStore();

        @Override
        protected SessionStore store() {
            return store;
        }
    }
}
