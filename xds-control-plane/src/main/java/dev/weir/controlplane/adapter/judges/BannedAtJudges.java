package dev.weir.controlplane.adapter.judges;

import dev.weir.controlplane.bans.Ban;
import dev.weir.controlplane.bans.StandingBans;
import dev.weir.controlplane.bans.port.BanAudience;
import dev.weir.xds.adapter.control.v1.Bans;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.Revocation;
import dev.weir.xds.adapter.control.v1.ToJudge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells judges who is refused, and knows who took it. Any thread. */
public final class BannedAtJudges implements BanAudience, JudgeListener {
    private final JudgeStreams streams;
    private final Map<Object, Long> taken = new ConcurrentHashMap<>();

    public BannedAtJudges(JudgeStreams streams) {
        this.streams = streams;
        streams.hear(this);
    }

    @Override
    public void tell(StandingBans bans) {
        var told = Bans.newBuilder().setVersion(bans.version());
        bans.banned().values().forEach(ban -> told.addBanned(written(ban)));
        bans.revoked()
                .values()
                .forEach(each -> told.addRevoked(Revocation.newBuilder()
                        .setWallet(each.wallet().value())
                        .setEndingByEpochMillis(each.endingBy().toEpochMilli())));
        streams.tell(ToJudge.newBuilder().setBans(told).build());
    }

    private static dev.weir.xds.adapter.control.v1.Ban written(Ban ban) {
        return dev.weir.xds.adapter.control.v1.Ban.newBuilder()
                .setSubject(ban.subject())
                .setUntilEpochSeconds(ban.until().getEpochSecond())
                .setReason(ban.reason())
                .build();
    }

    @Override
    public void said(Object judge, FromJudge what) {
        if (what.hasBansTaken()) {
            taken.put(judge, what.getBansTaken().getVersion());
        }
    }

    @Override
    public void left(Object judge) {
        taken.remove(judge);
    }

    @Override
    public Heard heard(long version) {
        return new Heard(streams.count(), (int)
                taken.values().stream().filter(each -> each >= version).count());
    }
}
