package dev.weir.judge.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.judge.SettableClock;
import dev.weir.judge.signin.port.MemorySessionStore;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AccountId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final AccountId ALICE = AccountId.parse("eip155:31337:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");

    private final SettableClock clock = new SettableClock(NOON);
    private final MemorySessionStore store = new MemorySessionStore();
    private final Sessions sessions = new Sessions(store, clock, clock::nanos);

    @Test
    void find_ofAnOpenSession_isActive() {
        open("token", NOON.plusSeconds(60));

        assertThat(sessions.find("token")).isEqualTo(new SessionState.Active(ALICE, NOON.plusSeconds(60)));
    }

    @Test
    void find_ofAnInventedToken_isUnknown() {
        assertThat(sessions.find("token")).isEqualTo(new SessionState.Unknown());
    }

    @Test
    void find_again_doesNotAskTheStoreForTwoSeconds() {
        open("token", NOON.plusSeconds(60));
        sessions.find("token");
        clock.forward(Duration.ofMillis(1_999));
        sessions.find("token");
        assertThat(store.lookUps()).isEqualTo(1);

        clock.forward(Duration.ofMillis(1));
        sessions.find("token");
        assertThat(store.lookUps()).isEqualTo(2);
    }

    @Test
    void find_ofARememberedSessionThatExpires_seesItAtOnce() {
        open("token", NOON.plusMillis(500));
        assertThat(sessions.find("token")).isInstanceOf(SessionState.Active.class);

        clock.forward(Duration.ofMillis(500));

        assertThat(sessions.find("token")).isEqualTo(new SessionState.Expired());
        assertThat(store.lookUps()).isEqualTo(1);
    }

    @Test
    void signOutElsewhere_isSeenAfterTwoSeconds() {
        open("token", NOON.plusSeconds(60));
        sessions.find("token");
        store.close(Sha256.of("token"));
        assertThat(sessions.find("token")).isInstanceOf(SessionState.Active.class);

        clock.forward(Sessions.REMEMBERED);

        assertThat(sessions.find("token")).isEqualTo(new SessionState.Unknown());
    }

    @Test
    void forget_asksTheStoreAnew() {
        open("token", NOON.plusSeconds(60));
        sessions.find("token");
        store.close(Sha256.of("token"));

        sessions.forget("token");

        assertThat(sessions.find("token")).isEqualTo(new SessionState.Unknown());
    }

    @Test
    void tokenThatIsEmptyOrLongerThanAny_isUnknownWithoutAsking() {
        assertThat(sessions.find("")).isEqualTo(new SessionState.Unknown());
        assertThat(sessions.find("x".repeat(129))).isEqualTo(new SessionState.Unknown());
        assertThat(store.lookUps()).isZero();
    }

    @Test
    void storeGone_isAFault_andNotRememberedAsAnAnswer() {
        open("token", NOON.plusSeconds(60));
        store.goAway();
        assertThatThrownBy(() -> sessions.find("token")).isInstanceOf(StoreUnavailable.class);

        store.comeBack();

        assertThat(sessions.find("token")).isInstanceOf(SessionState.Active.class);
    }

    private void open(String token, Instant expiresAt) {
        store.open(Sha256.of(token), new Session(ALICE, expiresAt));
    }
}
