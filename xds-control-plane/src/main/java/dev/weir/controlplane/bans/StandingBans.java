package dev.weir.controlplane.bans;

import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who is refused now.
 *
 * @param version counts changes
 * @param banned by subject
 * @param revoked by wallet
 */
public record StandingBans(long version, Map<String, Ban> banned, Map<WalletAddress, Revocation> revoked) {
    public static final StandingBans NONE = new StandingBans(0, Map.of(), Map.of());

    public StandingBans {
        banned = Collections.unmodifiableMap(new TreeMap<>(banned));
        revoked = Collections.unmodifiableMap(new TreeMap<>(revoked));
    }

    StandingBans with(Ban ban) {
        var more = new TreeMap<>(banned);
        more.put(ban.subject(), ban);
        return new StandingBans(version + 1, more, revoked);
    }

    StandingBans without(String subject) {
        var rest = new TreeMap<>(banned);
        rest.remove(subject);
        return new StandingBans(version + 1, rest, revoked);
    }

    StandingBans with(Revocation revocation) {
        var more = new TreeMap<>(revoked);
        // The later one: what was ended before stays ended.
        more.merge(
                revocation.wallet(),
                revocation,
                (before, now) -> now.endingBy().isBefore(before.endingBy()) ? before : now);
        return new StandingBans(version + 1, banned, more);
    }

    /** What still says something. */
    StandingBans at(Instant now) {
        return new StandingBans(
                version,
                banned.entrySet().stream()
                        .filter(each -> each.getValue().until().isAfter(now))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                revoked.entrySet().stream()
                        .filter(each -> each.getValue().endingBy().isAfter(now))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    int size() {
        return banned.size() + revoked.size();
    }
}
