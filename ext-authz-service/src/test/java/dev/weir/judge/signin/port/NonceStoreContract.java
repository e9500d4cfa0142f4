package dev.weir.judge.signin.port;

import static dev.weir.judge.signin.port.NonceStore.Claim.CLAIMED;
import static dev.weir.judge.signin.port.NonceStore.Claim.USED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of used nonces must do. Each adapter's test extends it. */
public abstract class NonceStoreContract {
    protected static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final int THREADS = 32;

    /** An empty store. */
    protected abstract NonceStore store();

    @Test
    void claim_ofAFreshNonce_isTheCallersAlone() {
        assertThat(store().claim(Sha256.of("a"), NOON)).isEqualTo(CLAIMED);
        assertThat(store().claim(Sha256.of("a"), NOON)).isEqualTo(USED);
        assertThat(store().claim(Sha256.of("a"), NOON.plusSeconds(1))).isEqualTo(USED);
    }

    @Test
    void claim_ofAnotherNonce_isIndependent() {
        store().claim(Sha256.of("a"), NOON);

        assertThat(store().claim(Sha256.of("b"), NOON)).isEqualTo(CLAIMED);
    }

    @Test
    void claim_byManyThreadsAtOnce_isOneOfTheirs() throws Exception {
        NonceStore store = store();
        for (int round = 0; round < 5; round++) {
            var nonce = Sha256.of("round " + round);
            assertThat(claims(store, nonce)).containsOnlyOnce(CLAIMED).hasSize(THREADS);
        }
    }

    @Test
    void sweep_forgetsWhatExpiredBefore_andNothingElse() {
        store().claim(Sha256.of("old"), NOON.minusMillis(1));
        store().claim(Sha256.of("edge"), NOON);
        store().claim(Sha256.of("new"), NOON.plusSeconds(1));

        store().sweep(NOON);

        assertThat(store().claim(Sha256.of("old"), NOON)).isEqualTo(CLAIMED);
        assertThat(store().claim(Sha256.of("edge"), NOON)).isEqualTo(USED);
        assertThat(store().claim(Sha256.of("new"), NOON)).isEqualTo(USED);
    }

    private static ArrayList<NonceStore.Claim> claims(NonceStore store, Sha256 nonce) throws Exception {
        var start = new CyclicBarrier(THREADS);
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            var waiting = new ArrayList<Future<NonceStore.Claim>>();
            for (int thread = 0; thread < THREADS; thread++) {
                waiting.add(pool.submit(() -> {
                    start.await();
                    return store.claim(nonce, NOON);
                }));
            }
            var claims = new ArrayList<NonceStore.Claim>();
            for (var claim : waiting) {
                claims.add(claim.get());
            }
            return claims;
        }
    }
}
