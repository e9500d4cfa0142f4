package dev.weir.judge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.DenyReason;
import dev.weir.model.WalletAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is refused by an operator's word. */
final class BannedCallersTest extends JudgeUnderTest {
    private static final WalletAddress WALLET = ALICE.wallet();

    @Test
    void wallet_isRefused_untilItsTimeIsOver() {
        banned.follow(Map.of(WALLET.value(), new Banned.Ban(NOON.plusSeconds(60), "scraping")), Map.of());

        var deny = refused(judge.judge(get("quotes")));
        assertThat(deny.reason()).isEqualTo(DenyReason.BANNED);
        assertThat(deny.detail())
                .isEqualTo("The gateway's operator refuses this caller until 2026-11-24T12:01:00Z: scraping");

        clock.forward(Duration.ofSeconds(60));
        allowed(judge.judge(get("quotes")));
    }

    @Test
    void address_isRefused_whateverSessionItHas_andAtSignInToo() {
        banned.follow(Map.of("ip:10.0.0.9", new Banned.Ban(NOON.plusSeconds(60), "a flood")), Map.of());

        assertThat(refused(judge.judge(get("quotes"))).reason()).isEqualTo(DenyReason.BANNED);
        assertThat(refused(judge.judge(request(Optional.of(Judge.SIGN_IN), "GET", Optional.empty(), "")))
                        .reason())
                .isEqualTo(DenyReason.BANNED);
    }

    @Test
    void sessionOfBefore_isOver_andALaterOneStands() {
        banned.follow(Map.of(), Map.of(WALLET, NOON.plusSeconds(3_600)));

        assertThat(refused(judge.judge(get("quotes"))).reason()).isEqualTo(DenyReason.SESSION_EXPIRED);

        banned.follow(Map.of(), Map.of(WALLET, NOON.plusSeconds(3_599)));
        allowed(judge.judge(get("quotes")));
    }

    @Test
    void whatIsTold_replacesWhatWas() {
        banned.follow(Map.of(WALLET.value(), new Banned.Ban(NOON.plusSeconds(60), "scraping")), Map.of());
        banned.follow(Map.of(), Map.of());

        allowed(judge.judge(get("quotes")));
    }
}
