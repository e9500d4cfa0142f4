package dev.weir.controlplane.bans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.adapter.file.FileAuditLog;
import dev.weir.controlplane.adapter.file.FileBanStore;
import dev.weir.controlplane.bans.port.BanAudience;
import dev.weir.model.WalletAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BanBookTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final WalletAddress WALLET = new WalletAddress("0x1111111111111111111111111111111111111111");

    @TempDir
    Path folder = Path.of("");

    private Instant now = NOON;
    private final List<StandingBans> told = new ArrayList<>();

    private BanBook book() {
        return new BanBook(new FileBanStore(folder), new FileAuditLog(folder), audience(), () -> now);
    }

    private BanAudience audience() {
        return new BanAudience() {
            @Override
            public void tell(StandingBans bans) {
                told.add(bans);
            }

            @Override
            public Heard heard(long version) {
                return new Heard(1, told.getLast().version() >= version ? 1 : 0);
            }
        };
    }

    @Test
    void ban_standsForItsTime_overARestart_andIsTold() {
        var heard = book().ban("ada", WALLET.value(), Duration.ofHours(1), "scraping");

        assertThat(heard.whole()).isTrue();
        var again = book();
        assertThat(told.getLast().banned()).containsOnlyKeys(WALLET.value());
        assertThat(again.standing().banned().get(WALLET.value()))
                .isEqualTo(new Ban(WALLET.value(), NOON, NOON.plusSeconds(3_600), "scraping", "ada"));
        now = NOON.plusSeconds(3_600);
        assertThat(again.standing().banned()).isEmpty();
    }

    @Test
    void everyChange_isInTheAuditLog_withItsAuthor() {
        var book = book();
        var _ = book.ban("ada", "10.0.0.9", Duration.ofHours(1), "a flood");
        var _ = book.revoke("bea", WALLET, Duration.ofHours(12), "a lost phone");
        var _ = book.unban("ada", "10.0.0.9", "over");

        assertThat(new FileAuditLog(folder).recent())
                .extracting(entry -> entry.by() + " " + entry.what() + " " + entry.subject() + " " + entry.why())
                .containsExactly(
                        "ada ban ip:10.0.0.9 until 2026-11-24T13:00:00Z a flood",
                        "bea revoke " + WALLET + " a lost phone",
                        "ada unban ip:10.0.0.9 over");
        assertThat(book.standing().banned()).isEmpty();
        assertThat(book.standing().revoked())
                .containsEntry(WALLET, new Revocation(WALLET, NOON.plus(Duration.ofHours(12))));
    }

    @ParameterizedTest
    @CsvSource({
        "0x1111111111111111111111111111111111111111, 0x1111111111111111111111111111111111111111",
        "0xAAAA111111111111111111111111111111111111, 0xaaaa111111111111111111111111111111111111",
        "eip155:1:0x1111111111111111111111111111111111111111, 0x1111111111111111111111111111111111111111",
        "10.0.0.9, ip:10.0.0.9",
        "2001:db8:1:2:3:4:5:6, ip:2001:db8:1:2:0:0:0:0"
    })
    void subject_isAWalletOrAnAddress(String written, String subject) {
        assertThat(Ban.subject(written)).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x12", "localhost", "10.0.0.0/8", "amber", "eip155:1:0x12"})
    void otherSubject_isRefused(String written) {
        assertThatThrownBy(() -> Ban.subject(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a wallet");
    }

    @Test
    void wrongOrder_changesNothing() {
        var book = book();

        assertThatThrownBy(() -> book.ban("ada", "10.0.0.9", Duration.ZERO, "why"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book.ban("ada", "10.0.0.9", Duration.ofHours(1), " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book.unban("ada", "10.0.0.9", "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not banned");
        assertThat(book.standing().version()).isZero();
        assertThat(new FileAuditLog(folder).recent()).isEmpty();
    }
}
