package dev.weir.judge.signin.adapter.sql;

import dev.weir.judge.signin.port.NonceStore;
import dev.weir.judge.signin.port.SessionStore;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AccountId;
import dev.weir.model.CircuitBreaker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Both stores over one data source, which is left alone for half a second once it failed. The statements are plain SQL that H2 and PostgreSQL understand alike. */
public final class SqlStores implements NonceStore, SessionStore {
    /** SQLSTATE of both databases for a key that is there already. */
    private static final String UNIQUE_VIOLATION = "23505";

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final DataSource source;
    private final CircuitBreaker breaker = new CircuitBreaker(PAUSE, System::nanoTime);

    private SqlStores(DataSource source) {
        this.source = source;
    }

    /** Brings the schema up to date, then opens. */
    public static SqlStores open(DataSource source) {
        try {
            Flyway.configure(SqlStores.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            throw new StoreUnavailable("the tables of sign-in cannot be made: " + e.getMessage(), e);
        }
        return new SqlStores(source);
    }

    /**
     * What the nonces of all instances are sealed with: 32 bytes, made by the first that asks.
     *
     * @param fresh kept if there is none yet
     */
    public byte[] challengeKey(byte[] fresh) {
        insert(
                "INSERT INTO challenge_keys (id, sealing_key) SELECT 1, ? WHERE NOT EXISTS (SELECT 1 FROM challenge_keys WHERE id = 1)",
                statement -> statement.setString(1, HexFormat.of().formatHex(fresh)));
        return query("SELECT sealing_key FROM challenge_keys WHERE id = 1", statement -> {
            try (var rows = statement.executeQuery()) {
                rows.next();
                return HexFormat.of().parseHex(rows.getString(1));
            }
        });
    }

    @Override
    public Claim claim(Sha256 nonce, Instant expiresAt) {
        return insert("INSERT INTO used_nonces (nonce_hash, expires_at) VALUES (?, ?)", statement -> {
                    statement.setString(1, nonce.hex());
                    statement.setObject(2, utc(expiresAt));
                })
                ? Claim.CLAIMED
                : Claim.USED;
    }

    @Override
    public void open(Sha256 token, Session session) {
        update("INSERT INTO sessions (token_hash, account, expires_at) VALUES (?, ?, ?)", statement -> {
            statement.setString(1, token.hex());
            statement.setString(2, session.account().toString());
            statement.setObject(3, utc(session.expiresAt()));
        });
    }

    @Override
    public Optional<Session> find(Sha256 token) {
        return query("SELECT account, expires_at FROM sessions WHERE token_hash = ?", statement -> {
            statement.setString(1, token.hex());
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Session(
                                AccountId.parse(rows.getString(1)),
                                rows.getObject(2, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        });
    }

    @Override
    public void close(Sha256 token) {
        update("DELETE FROM sessions WHERE token_hash = ?", statement -> statement.setString(1, token.hex()));
    }

    /** Of both: nonces, and sessions. */
    @Override
    public void sweep(Instant before) {
        update("DELETE FROM used_nonces WHERE expires_at < ?", statement -> statement.setObject(1, utc(before)));
        update("DELETE FROM sessions WHERE expires_at < ?", statement -> statement.setObject(1, utc(before)));
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    private int update(String sql, Binding binding) {
        return query(sql, statement -> {
            binding.bind(statement);
            return statement.executeUpdate();
        });
    }

    /** Whether the row is new. The primary key decides between any number at once. */
    private boolean insert(String sql, Binding binding) {
        try {
            return update(sql, binding) == 1;
        } catch (StoreUnavailable e) {
            if (e.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private <T> T query(String sql, Reading<T> reading) {
        if (!breaker.allows()) {
            throw new StoreUnavailable("the store of sign-in did not answer of late", null);
        }
        try (Connection connection = source.getConnection();
                var statement = connection.prepareStatement(sql)) {
            T read = reading.read(statement);
            breaker.succeeded();
            return read;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                breaker.succeeded();
            } else {
                breaker.failed();
            }
            throw new StoreUnavailable("the store of sign-in failed: " + e.getMessage(), e);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
