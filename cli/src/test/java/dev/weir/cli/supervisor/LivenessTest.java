package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LivenessTest {
    private static final long SECOND = 1_000_000_000;

    private final Liveness liveness = new Liveness(Patience.SHIPPED, 0);

    @Test
    void fourMissesInARow_areAHang_andTwoAreSaid() {
        liveness.answered();
        miss(1);
        assertThat(liveness.silent()).isFalse();
        miss(1);
        assertThat(liveness.silent()).isTrue();
        miss(1);
        assertThat(liveness.hung(100 * SECOND)).isFalse();
        miss(1);
        assertThat(liveness.hung(100 * SECOND)).isTrue();
    }

    @Test
    void anAnswerInBetween_startsTheCountAgain() {
        liveness.answered();
        miss(3);
        liveness.answered();
        miss(3);

        assertThat(liveness.hung(100 * SECOND)).isFalse();
    }

    @Test
    void aProcessThatStarts_hasLongerForItsFirstAnswer() {
        miss(20);

        assertThat(liveness.silent()).isFalse();
        assertThat(liveness.hung(90 * SECOND)).isFalse();
        assertThat(liveness.hung(91 * SECOND)).isTrue();
    }

    @Test
    void patienceThatCannotBe_isRefused() {
        assertThatThrownBy(() -> new Patience(Duration.ofSeconds(2), Duration.ofSeconds(2), 4, Duration.ofSeconds(90)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a patience: every PT2S, answer PT2S, misses 4, start PT1M30S");
    }

    private void miss(int times) {
        for (int i = 0; i < times; i++) {
            liveness.missed();
        }
    }
}
