-- Challenges tell by themselves that they were made here, so that only used ones are kept: nobody can fill a table, or push another's
-- challenge out of it, by asking.
DROP TABLE nonces;
CREATE TABLE used_nonces (
    nonce_hash CHAR(64)                 PRIMARY KEY,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX used_nonces_by_expiry ON used_nonces (expires_at);

-- One row, which all instances share. Who reads it can make the challenges that /auth/challenge gives to everyone, and no signature.
CREATE TABLE challenge_keys (
    id          INTEGER  PRIMARY KEY,
    sealing_key CHAR(64) NOT NULL
);
