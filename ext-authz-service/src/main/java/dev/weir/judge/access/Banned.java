package dev.weir.judge.access;

import dev.weir.judge.signin.SessionState;
import dev.weir.model.Caller;
import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Whom operators refuse, as the control plane told it last. Any thread; a change is in force with the next request. */
public final class Banned {
    private final InstantSource clock;
    private volatile Standing standing = new Standing(Map.of(), Map.of());

    /** @param reason for the caller */
    public record Ban(Instant until, String reason) {}

    private record Standing(Map<String, Ban> banned, Map<WalletAddress, Instant> revoked) {}

    /** @param clock the wall's: bans end at a date */
    public Banned(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * From now on these, and nobody else.
     *
     * @param banned by wallet, {@code 0x…}, or address, {@code ip:…}
     * @param revoked sessions of a wallet that end by then stand no more
     */
    public void follow(Map<String, Ban> banned, Map<WalletAddress, Instant> revoked) {
        standing = new Standing(Map.copyOf(banned), Map.copyOf(revoked));
    }

    /** Whether somebody is refused now, by wallet or address as they are told. */
    public boolean bans(String subject) {
        return of(subject).isPresent();
    }

    Optional<Ban> of(Caller caller) {
        return of(
                caller instanceof Caller.Wallet(var account) ? account.wallet().value() : caller.key());
    }

    private Optional<Ban> of(String subject) {
        return Optional.ofNullable(standing.banned.get(subject))
                .filter(ban -> ban.until().isAfter(clock.instant()));
    }

    boolean revoked(SessionState.Active session) {
        var by = standing.revoked.get(session.account().wallet());
        return by != null && !session.expiresAt().isAfter(by);
    }
}
