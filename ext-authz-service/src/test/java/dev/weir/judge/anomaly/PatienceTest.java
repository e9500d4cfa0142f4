package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Times are seconds from noon. */
final class PatienceTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final long QUOTES = 1;
    private static final long RPC = 2;

    private final Patience patience = new Patience();

    @Test
    void firstRefusal_isNotHeldAgainstAnybody() {
        assertThat(early(QUOTES, 0, 1)).isFalse();
    }

    @Test
    void retryBeforeTheNamedTime_isTooEarly() {
        early(QUOTES, 0, 2);

        assertThat(early(QUOTES, 1.5, 2)).isTrue();
    }

    @Test
    void retryAtTheNamedTime_isNot_andNeitherIsALaterOne() {
        early(QUOTES, 0, 2);
        assertThat(early(QUOTES, 2, 2)).isFalse();
        assertThat(early(QUOTES, 7, 2)).isFalse();
    }

    @Test
    void callsThatWereOnTheirWay_areNotTooEarly() {
        early(QUOTES, 0, 1);

        assertThat(early(QUOTES, 0.2, 1)).isFalse();
        assertThat(early(QUOTES, 0.3, 1)).isTrue();
    }

    @Test
    void refusalOfAnEarlyCall_givesNoLeaveToReturn() {
        early(QUOTES, 0, 1);
        early(QUOTES, 0.5, 1);

        assertThat(early(QUOTES, 1.4, 2)).isFalse();
        assertThat(early(QUOTES, 1.45, 2)).isTrue();
    }

    @Test
    void callsThatReturnEachAtItsOwnTime_areNotTooEarly() {
        for (int call = 0; call < 150; call++) {
            early(QUOTES, 0, 1 + call % 4);
        }

        for (int second = 1; second <= 4; second++) {
            for (int call = 0; call < 37; call++) {
                assertThat(early(QUOTES, second, 3)).as("second " + second).isFalse();
            }
        }
    }

    @Test
    void apis_areWaitedForApart() {
        early(QUOTES, 0, 10);

        assertThat(early(RPC, 5, 10)).isFalse();
        assertThat(early(RPC, 6, 10)).isTrue();
    }

    /** 230 refusals a second for ten seconds: what was on its way when the first came returns now and then, the rest is too early. */
    @Test
    void flood_isTooEarly_almostAlways() {
        var random = new SplittableRandom(1);
        int early = 0;
        for (int call = 0; call < 2_300; call++) {
            early += early(QUOTES, call / 230.0, 1 + random.nextInt(3)) ? 1 : 0;
        }

        assertThat(early).isGreaterThan(1_800);
    }

    @Test
    void timesFarAhead_areNotForgotten() {
        early(QUOTES, 0, 3_600);

        assertThat(early(QUOTES, 10, 3_600)).isTrue();
        assertThat(early(QUOTES, 3_600, 3_600)).isFalse();
        assertThat(early(QUOTES, 100_000, 1)).isFalse();
    }

    private boolean early(long api, double second, int wait) {
        return patience.refused(api, NOON.plusMillis(Math.round(second * 1_000)), Duration.ofSeconds(wait));
    }
}
