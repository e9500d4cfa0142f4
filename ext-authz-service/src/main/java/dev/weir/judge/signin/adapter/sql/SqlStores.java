package dev.weir.judge.signin.adapter.sql;

import dev.weir.judge.signin.port.NonceStore;
import dev.weir.judge.signin.port.SessionStore;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Both stores over one data source. The statements are plain SQL that H2 and PostgreSQL understand alike. */
public final class SqlStores implements NonceStore, SessionStore {
    private final DataSource source;

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

    @Override
    public void issue(Sha256 nonce, AccountId account, Sha256 message, Instant expiresAt) {
        update(
                "DELETE FROM nonces WHERE account = ? AND used_at IS NULL AND nonce_hash NOT IN (SELECT nonce_hash FROM nonces"
                        + " WHERE account = ? AND used_at IS NULL ORDER BY expires_at DESC, nonce_hash LIMIT ?)",
                statement -> {
                    statement.setString(1, account.toString());
                    statement.setString(2, account.toString());
                    statement.setInt(3, MAX_OPEN - 1);
                });
        update("INSERT INTO nonces (nonce_hash, account, message_hash, expires_at) VALUES (?, ?, ?, ?)", statement -> {
            statement.setString(1, nonce.hex());
            statement.setString(2, account.toString());
            statement.setString(3, message.hex());
            statement.setObject(4, utc(expiresAt));
        });
    }

    @Override
    public Claim claim(Sha256 nonce, AccountId account, Sha256 message, Instant now) {
        int claimed = update(
                "UPDATE nonces SET used_at = ? WHERE nonce_hash = ? AND account = ? AND message_hash = ? AND expires_at > ?"
                        + " AND used_at IS NULL",
                statement -> {
                    statement.setObject(1, utc(now));
                    statement.setString(2, nonce.hex());
                    statement.setString(3, account.toString());
                    statement.setString(4, message.hex());
                    statement.setObject(5, utc(now));
                });
        if (claimed == 1) {
            return Claim.CLAIMED;
        }
        return used(nonce, account) ? Claim.USED : Claim.UNKNOWN;
    }

    private boolean used(Sha256 nonce, AccountId account) {
        return query("SELECT 1 FROM nonces WHERE nonce_hash = ? AND account = ? AND used_at IS NOT NULL", statement -> {
            statement.setString(1, nonce.hex());
            statement.setString(2, account.toString());
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        });
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

    /** Of both: nonces that expired, and sessions. */
    @Override
    public void sweep(Instant before) {
        update("DELETE FROM nonces WHERE expires_at < ?", statement -> statement.setObject(1, utc(before)));
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

    private <T> T query(String sql, Reading<T> reading) {
        try (Connection connection = source.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return reading.read(statement);
        } catch (SQLException e) {
            throw new StoreUnavailable("the store of sign-in failed: " + e.getMessage(), e);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
