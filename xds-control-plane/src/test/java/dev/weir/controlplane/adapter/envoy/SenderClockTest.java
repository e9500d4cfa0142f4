package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SenderClockTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SenderClock clock = new SenderClock();

    @Test
    void firstMessage_wasJustNow() {
        assertThat(clock.ours(NOW.minusSeconds(3_600), NOW)).isEqualTo(NOW);
    }

    /** Whether their clock is behind, right or ahead. */
    @ParameterizedTest
    @ValueSource(longs = {-60_000, 0, 60_000})
    void messagesInABatch_keepTheirDistances(long ahead) {
        var theirs = NOW.plusMillis(ahead);
        clock.ours(theirs, NOW.plusMillis(1));

        var early = clock.ours(theirs.plusMillis(100), NOW.plusMillis(150));
        var late = clock.ours(theirs.plusMillis(149), NOW.plusMillis(150));

        assertThat(Duration.between(early, late)).isBetween(Duration.ofMillis(48), Duration.ofMillis(50));
        assertThat(Duration.between(NOW.plusMillis(101), early)).isLessThan(Duration.ofMillis(1));
    }

    @Test
    void clockThatWasSet_isFollowedAtOnce() {
        clock.ours(NOW, NOW);

        assertThat(clock.ours(NOW.minusSeconds(99), NOW.plusSeconds(1))).isEqualTo(NOW.plusSeconds(1));
        assertThat(clock.ours(NOW.plusSeconds(99), NOW.plusSeconds(2))).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void clockThatRunsSlow_isFollowed() {
        clock.ours(NOW, NOW);
        for (int second = 1; second <= 86_400; second++) {
            clock.ours(NOW.plusNanos(second * 999_950_000L), NOW.plusSeconds(second));
        }

        var received = NOW.plusSeconds(86_401);
        assertThat(Duration.between(clock.ours(NOW.plusNanos(86_401 * 999_950_000L), received), received))
                .isLessThan(Duration.ofMillis(10));
    }

    @Test
    void nothing_endsAfterItWasHeardOf() {
        clock.ours(NOW, NOW.plusMillis(50));

        assertThat(clock.ours(NOW.plusMillis(90), NOW.plusMillis(100))).isEqualTo(NOW.plusMillis(100));
    }
}
