package dev.weir.judge.signin;

import dev.weir.model.AccountId;
import java.time.Instant;

/** What a bearer token stands for. */
public sealed interface SessionState {
    record Active(AccountId account, Instant expiresAt) implements SessionState {}

    record Expired() implements SessionState {}

    record Unknown() implements SessionState {}
}
