package dev.weir.judge.access;

import dev.weir.judge.signin.SessionState;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.Caller;
import dev.weir.model.DenyReason;

/**
 * Who asks: the wallet of the session, or else the address. Blocks on the session store; fails closed where it is gone, but for a public API, where it is then the
 * address.
 */
record IdentityCheck(Sessions sessions) implements Check {
    @Override
    public Verdict look(Case at) {
        var token = at.request().token();
        if (token.isEmpty()) {
            return new Verdict.Go(at);
        }
        try {
            var session = sessions.find(token.get());
            var caller =
                    session instanceof SessionState.Active active ? new Caller.Wallet(active.account()) : at.caller();
            return new Verdict.Go(at.with(session, caller));
        } catch (StoreUnavailable e) {
            if (at.api().filter(api -> api.access().isPublic()).isPresent()) {
                return new Verdict.Go(at);
            }
            return at.deny(
                    DenyReason.STATE_UNAVAILABLE, "The session cannot be checked now. Try again in some seconds.");
        }
    }
}
