package dev.weir.controlplane.bans;

import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.bans.port.BanAudience;
import dev.weir.controlplane.bans.port.BanAudience.Heard;
import dev.weir.controlplane.bans.port.BanStore;
import dev.weir.controlplane.operator.Reason;
import dev.weir.model.WalletAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Takes bans one at a time: written to the audit log, stored, then told to every judge. Any thread. */
public final class BanBook {
    static final int MOST = 10_000;
    static final Duration LONGEST = Duration.ofDays(3_650);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final BanStore store;
    private final AuditLog audit;
    private final BanAudience audience;
    private final InstantSource clock;
    private volatile StandingBans standing;

    /** Tells at once what stands. @param clock the wall's: bans end at a date */
    public BanBook(BanStore store, AuditLog audit, BanAudience audience, InstantSource clock) {
        this.store = store;
        this.audit = audit;
        this.audience = audience;
        this.clock = clock;
        this.standing = store.load();
        audience.tell(standing);
    }

    public StandingBans standing() {
        return standing.at(clock.instant());
    }

    /** Refuses a wallet or an address for so long; again, from now. @param written as {@link Ban#subject} takes it */
    public Heard ban(String by, String written, Duration length, String reason) {
        if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("for: from 1 s to ten years is needed");
        }
        var now = clock.instant();
        var ban = new Ban(Ban.subject(written), now, now.plus(length), Reason.checked(reason), by);
        return keep(
                by,
                "ban",
                ban.subject() + " until " + ban.until().truncatedTo(ChronoUnit.SECONDS),
                reason,
                before -> before.with(ban));
    }

    public Heard unban(String by, String written, String reason) {
        var subject = Ban.subject(written);
        if (!standing().banned().containsKey(subject)) {
            throw new IllegalArgumentException("subject: " + written + " is not banned");
        }
        return keep(by, "unban", subject, Reason.checked(reason), before -> before.without(subject));
    }

    /** Ends the sessions that a wallet has now, at every gateway. @param sessionLife of a session from its beginning */
    public Heard revoke(String by, WalletAddress wallet, Duration sessionLife, String reason) {
        var revocation = new Revocation(wallet, clock.instant().plus(sessionLife));
        return keep(by, "revoke", wallet.value(), Reason.checked(reason), before -> before.with(revocation));
    }

    private Heard keep(String by, String verb, String subject, String reason, UnaryOperator<StandingBans> change) {
        long version;
        synchronized (this) {
            var changed = change.apply(standing.at(clock.instant()));
            if (changed.size() > MOST) {
                throw new IllegalArgumentException(
                        "more than " + MOST + " bans and revocations stand; lift some first");
            }
            audit.append(AuditEntry.ordered(clock.instant(), by, verb, subject, reason));
            store.save(changed);
            standing = changed;
            version = changed.version();
            audience.tell(changed);
        }
        return heard(version);
    }

    /** Waits a little for the judges; what they have not said by then is not known. */
    private Heard heard(long version) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        var heard = audience.heard(version);
        while (!heard.whole() && System.nanoTime() < until) {
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return heard;
            }
            heard = audience.heard(version);
        }
        return heard;
    }
}
