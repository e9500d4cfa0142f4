package dev.weir.judge.signin;

import java.time.Instant;

/** What becomes of a signed message. */
public sealed interface SessionAnswer permits SessionAnswer.Opened, Refused {
    /** @param token told once; only its hash is kept */
    record Opened(String token, Instant expiresAt) implements SessionAnswer {
        @Override
        public String toString() {
            return "Opened[expiresAt=" + expiresAt + "]";
        }
    }
}
