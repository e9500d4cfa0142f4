package dev.weir.judge.signin.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.model.AccountId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every session store must do. Each adapter's test extends it. */
public abstract class SessionStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final AccountId ALICE = AccountId.parse("eip155:31337:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
    private static final AccountId BOB = AccountId.parse("eip155:1:0x70997970c51812dc3a010c7d01b50e0d17dc79c8");
    private static final Sha256 TOKEN = Sha256.of("a token");

    /** An empty store. */
    protected abstract SessionStore store();

    @Test
    void find_ofNothing_isEmpty() {
        assertThat(store().find(TOKEN)).isEmpty();
    }

    @Test
    void find_ofAnOpenSession_givesItWhole() {
        store().open(TOKEN, new Session(ALICE, NOON));
        store().open(Sha256.of("another"), new Session(BOB, NOON.plusSeconds(1)));

        assertThat(store().find(TOKEN)).contains(new Session(ALICE, NOON));
        assertThat(store().find(Sha256.of("another"))).contains(new Session(BOB, NOON.plusSeconds(1)));
    }

    @Test
    void open_underATokenThatIsTaken_isRefusedAndChangesNothing() {
        store().open(TOKEN, new Session(ALICE, NOON));

        assertThatThrownBy(() -> store().open(TOKEN, new Session(BOB, NOON))).isInstanceOf(StoreUnavailable.class);
        assertThat(store().find(TOKEN)).contains(new Session(ALICE, NOON));
    }

    @Test
    void close_endsThatSessionAlone() {
        store().open(TOKEN, new Session(ALICE, NOON));
        store().open(Sha256.of("another"), new Session(ALICE, NOON));

        store().close(TOKEN);

        assertThat(store().find(TOKEN)).isEmpty();
        assertThat(store().find(Sha256.of("another"))).isPresent();
    }

    @Test
    void close_ofNothing_doesNothing() {
        store().close(TOKEN);

        assertThat(store().find(TOKEN)).isEmpty();
    }

    @Test
    void sweep_forgetsWhatExpiredBefore_andNothingElse() {
        store().open(Sha256.of("old"), new Session(ALICE, NOON.minusMillis(1)));
        store().open(Sha256.of("edge"), new Session(ALICE, NOON));

        store().sweep(NOON);

        assertThat(store().find(Sha256.of("old"))).isEmpty();
        assertThat(store().find(Sha256.of("edge"))).isPresent();
    }
}
