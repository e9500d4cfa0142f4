-- Hashes only: whoever reads these tables cannot sign in with what is in them.
CREATE TABLE nonces (
    nonce_hash   CHAR(64)                 PRIMARY KEY,
    account      VARCHAR(80)              NOT NULL,
    message_hash CHAR(64)                 NOT NULL,
    expires_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at      TIMESTAMP WITH TIME ZONE
);
CREATE INDEX nonces_by_account ON nonces (account);
CREATE INDEX nonces_by_expiry ON nonces (expires_at);

CREATE TABLE sessions (
    token_hash CHAR(64)                 PRIMARY KEY,
    account    VARCHAR(80)              NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
