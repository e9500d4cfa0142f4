package dev.weir.judge.access;

import dev.weir.judge.signin.SessionState;
import dev.weir.model.Caller;
import dev.weir.model.DenyReason;
import java.time.temporal.ChronoUnit;

/** Whether an operator refuses this caller: its address, whatever session it has, its wallet, or the session that it has. Everywhere, sign-in too. */
record BanCheck(Banned banned) implements Check {
    @Override
    public Verdict look(Case at) {
        var ban = banned.of(new Caller.Address(at.request().sourceIp())).or(() -> banned.of(at.caller()));
        if (ban.isPresent()) {
            return at.deny(
                    DenyReason.BANNED,
                    "The gateway's operator refuses this caller until "
                            + ban.get().until().truncatedTo(ChronoUnit.SECONDS) + ": "
                            + ban.get().reason());
        }
        return at.session() instanceof SessionState.Active active && banned.revoked(active)
                ? new Verdict.Go(at.with(
                        new SessionState.Expired(),
                        new Caller.Address(at.request().sourceIp())))
                : new Verdict.Go(at);
    }
}
