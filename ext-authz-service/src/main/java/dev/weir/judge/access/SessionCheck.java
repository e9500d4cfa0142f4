package dev.weir.judge.access;

import dev.weir.judge.signin.SessionState;
import dev.weir.model.DenyReason;

/** Whether somebody has signed in, where the API asks for that. Fails closed. */
record SessionCheck() implements Check {
    @Override
    public Verdict look(Case at) {
        if (at.api().orElseThrow().access().isPublic()) {
            return new Verdict.Go(at);
        }
        return switch (at.session()) {
            case SessionState.Active active -> new Verdict.Go(at);
            case SessionState.Expired expired ->
                at.deny(DenyReason.SESSION_EXPIRED, "Sign in again at /auth/ and send the new token.");
            case SessionState.Unknown unknown
            when at.request().token().isPresent() ->
                at.deny(
                        DenyReason.SESSION_UNKNOWN,
                        "This token opens nothing here. Sign in at /auth/ and send the token it gives.");
            case SessionState.Unknown nobody ->
                at.deny(
                        DenyReason.CREDENTIALS_MISSING,
                        "Sign in with a wallet at /auth/ and send Authorization: Bearer with the token it gives.");
        };
    }
}
