package dev.weir.judge.adapter.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.judge.SettableClock;
import dev.weir.judge.access.Banned;
import dev.weir.xds.adapter.control.v1.Ban;
import dev.weir.xds.adapter.control.v1.Bans;
import dev.weir.xds.adapter.control.v1.ConfigInForce;
import dev.weir.xds.adapter.control.v1.ToJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeardBansTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final ToJudge TOLD = ToJudge.newBuilder()
            .setBans(Bans.newBuilder()
                    .setVersion(7)
                    .addBanned(Ban.newBuilder()
                            .setSubject("ip:10.0.0.9")
                            .setUntilEpochSeconds(NOON.getEpochSecond() + 60)
                            .setReason("a flood")))
            .build();

    @TempDir
    Path folder = Path.of("");

    @Test
    void told_isAcknowledged_andKeptForTheNextStart() {
        var answer = new HeardBans(folder, new Banned(new SettableClock(NOON))).told(TOLD);

        assertThat(answer.orElseThrow().getBansTaken().getVersion()).isEqualTo(7);
        var next = new Banned(new SettableClock(NOON));
        var _ = new HeardBans(folder, next);
        assertThat(next.bans("ip:10.0.0.9")).isTrue();
        assertThat(next.bans("ip:10.0.0.8")).isFalse();
    }

    @Test
    void otherMessage_isNoneOfItsOwn() {
        assertThat(new HeardBans(folder, new Banned(new SettableClock(NOON)))
                        .told(ToJudge.newBuilder()
                                .setConfig(ConfigInForce.newBuilder().setVersion(1))
                                .build()))
                .isEmpty();
    }

    @Test
    void damagedFile_refusesNobody_untilItIsToldAnew() throws IOException {
        Files.writeString(folder.resolve("bans"), "no message of ours at all");
        var banned = new Banned(new SettableClock(NOON));

        var heard = new HeardBans(folder, banned);
        assertThat(banned.bans("ip:10.0.0.9")).isFalse();

        assertThat(heard.told(TOLD)).isPresent();
        assertThat(banned.bans("ip:10.0.0.9")).isTrue();
    }
}
