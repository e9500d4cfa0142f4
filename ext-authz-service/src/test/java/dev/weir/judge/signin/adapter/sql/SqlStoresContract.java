package dev.weir.judge.signin.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Eip191;
import dev.weir.judge.SeededRandom;
import dev.weir.judge.SettableClock;
import dev.weir.judge.signin.ChallengeAnswer;
import dev.weir.judge.signin.SessionAnswer;
import dev.weir.judge.signin.SignIn;
import dev.weir.judge.signin.SignInRules;
import dev.weir.judge.signin.port.NonceStore;
import dev.weir.judge.signin.port.NonceStore.Claim;
import dev.weir.judge.signin.port.NonceStoreContract;
import dev.weir.judge.signin.port.SessionStore;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.SessionStoreContract;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AccountId;
import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the stores are on every database: both contracts, and what only tables can show. */
abstract class SqlStoresContract {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final List<String> TABLES = List.of("used_nonces", "sessions", "challenge_keys");
    private static final AccountId ALICE = new AccountId(Devnet.CHAIN_ID, Devnet.wallet(0));

    private AgroalDataSource source;
    private SqlStores stores;

    /** A pool to the same database each time. */
    abstract AgroalDataSource connect();

    @BeforeEach
    void open() throws SQLException {
        source = connect();
        stores = SqlStores.open(source);
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            for (var table : TABLES) {
                statement.executeUpdate("DELETE FROM " + table);
            }
        }
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Nested
    final class Nonces extends NonceStoreContract {
        @Override
        protected NonceStore store() {
            return stores;
        }
    }

    @Nested
    final class OpenSessions extends SessionStoreContract {
        @Override
        protected SessionStore store() {
            return stores;
        }
    }

    @Test
    void reopened_knowsNoncesSessionsAndKeyOfBefore() {
        stores.claim(Sha256.of("nonce"), NOON);
        stores.open(Sha256.of("token"), new Session(ALICE, NOON));
        byte[] key = stores.challengeKey(new byte[32]);
        source.close();

        source = connect();
        stores = SqlStores.open(source);

        assertThat(stores.claim(Sha256.of("nonce"), NOON)).isEqualTo(Claim.USED);
        assertThat(stores.find(Sha256.of("token"))).contains(new Session(ALICE, NOON));
        assertThat(stores.challengeKey(new byte[] {1})).isEqualTo(key);
    }

    @Test
    void challengeKey_isTheFirstOnesForAll() {
        byte[] first = new byte[32];
        first[0] = 7;

        assertThat(stores.challengeKey(first)).isEqualTo(first);
        assertThat(stores.challengeKey(new byte[32])).isEqualTo(first);
    }

    @Test
    void tables_afterASignIn_holdNothingThatSignsIn() throws SQLException {
        var signIn = new SignIn(
                new SignInRules(List.of("localhost"), Devnet.CHAIN_ID, Duration.ofMinutes(5), Duration.ofHours(1)),
                stores.challengeKey(new byte[32]),
                stores,
                stores,
                new SettableClock(NOON),
                new SeededRandom(1));
        var message = ((ChallengeAnswer.Issued) signIn.challenge(ALICE.toString(), "localhost")).message();
        var signature = Devnet.signer(0).sign(Eip191.digest(message));
        var token = ((SessionAnswer.Opened) signIn.session(message, signature)).token();
        var nonce = message.replaceAll("(?s).*Nonce: ([0-9a-f]+).*", "$1");

        var stored = dump();

        assertThat(stored.toString())
                .contains(Sha256.of(nonce).hex(), Sha256.of(token).hex())
                .doesNotContain(nonce, token, signature, signature.substring(2));
        assertThat(stored.keySet())
                .containsExactly(
                        "challenge_keys.id",
                        "challenge_keys.sealing_key",
                        "sessions.account",
                        "sessions.expires_at",
                        "sessions.token_hash",
                        "used_nonces.expires_at",
                        "used_nonces.nonce_hash");
    }

    @Test
    void closedDataSource_isUnavailableForEverything() {
        source.close();

        assertThatThrownBy(() -> stores.claim(Sha256.of("a"), NOON)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.open(Sha256.of("a"), new Session(ALICE, NOON)))
                .isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.find(Sha256.of("a"))).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.close(Sha256.of("a"))).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.sweep(NOON)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.challengeKey(new byte[32])).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> SqlStores.open(source)).isInstanceOf(StoreUnavailable.class);
    }

    /** Every value of every column, by table and column. */
    private TreeMap<String, String> dump() throws SQLException {
        var values = new TreeMap<String, String>();
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            for (var table : TABLES) {
                try (var rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            var column = rows.getMetaData().getColumnName(i).toLowerCase(java.util.Locale.ROOT);
                            values.merge(table + "." + column, String.valueOf(rows.getObject(i)), String::concat);
                        }
                    }
                }
            }
        }
        return values;
    }
}
