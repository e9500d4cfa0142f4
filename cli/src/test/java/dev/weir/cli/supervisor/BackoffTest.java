package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void waits_ofShortLives_doubleUpToFiveSeconds() {
        var waits = IntStream.range(0, 7)
                .mapToObj(i -> backoff.afterLifeOf(Duration.ofSeconds(1)).toMillis());

        assertThat(waits).containsExactly(200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    }

    @Test
    void longLife_forgivesWhatWasBefore() {
        IntStream.range(0, 5).forEach(i -> backoff.afterLifeOf(Duration.ZERO));

        assertThat(backoff.afterLifeOf(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.afterLifeOf(Duration.ofMillis(29_999))).isEqualTo(Duration.ofMillis(400));
    }
}
