package dev.weir.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SlidingWindowTest {
    private static final SlidingWindow TEN_A_SECOND = SlidingWindow.of(new Rate(10, RateUnit.SECOND));

    @Test
    void take_upToTheLimit_isAdmittedAndNoMore() {
        WindowCount count = fill(TEN_A_SECOND, WindowCount.EMPTY, at(5_000), 10);

        assertThat(count).isEqualTo(new WindowCount(5, 0, 10));
        assertThat(TEN_A_SECOND.take(count, 1, at(5_999)).admitted()).isFalse();
    }

    @Test
    void take_ofMoreThanFits_takesNothing() {
        WindowCount eight = fill(TEN_A_SECOND, WindowCount.EMPTY, at(5_000), 8);

        assertThat(TEN_A_SECOND.take(eight, 3, at(5_000))).isEqualTo(new SlidingWindow.Step(false, eight));
        assertThat(TEN_A_SECOND.take(eight, 2, at(5_000)).admitted()).isTrue();
    }

    @Test
    void take_rightAfterTheBoundary_findsTheEarlierBurstStillThere() {
        WindowCount burst = fill(TEN_A_SECOND, WindowCount.EMPTY, at(5_999), 10);

        assertThat(TEN_A_SECOND.take(burst, 1, at(6_000)).admitted()).isFalse();
        assertThat(TEN_A_SECOND.take(burst, 2, at(6_100)).admitted()).isFalse();
        assertThat(TEN_A_SECOND.take(burst, 2, at(6_101)).admitted()).isTrue();
        assertThat(TEN_A_SECOND.remaining(burst, at(6_500))).isEqualTo(5);
    }

    @Test
    void take_afterAnEmptyWindow_findsEverythingFree() {
        WindowCount burst = fill(TEN_A_SECOND, WindowCount.EMPTY, at(5_999), 10);

        assertThat(TEN_A_SECOND.remaining(burst, at(5_999))).isZero();
        assertThat(TEN_A_SECOND.remaining(burst, at(7_000))).isEqualTo(10);
    }

    @Test
    void take_withAClockThatSteppedBack_staysInTheLaterWindow() {
        WindowCount count = fill(TEN_A_SECOND, WindowCount.EMPTY, at(5_000), 10);

        assertThat(TEN_A_SECOND.take(count, 1, at(3_200)).admitted()).isFalse();
    }

    @Test
    void take_ofNothing_looksAndChangesNothing() {
        WindowCount count = fill(TEN_A_SECOND, WindowCount.EMPTY, at(5_000), 4);

        assertThat(TEN_A_SECOND.take(count, 0, at(5_100))).isEqualTo(new SlidingWindow.Step(true, count));
    }

    @Test
    void take_atALimitOfZero_isNeverAdmitted() {
        var closed = SlidingWindow.of(new Rate(0, RateUnit.DAY));

        assertThat(closed.take(WindowCount.EMPTY, 1, at(5_000)).admitted()).isFalse();
        assertThat(closed.untilFits(WindowCount.EMPTY, 1, at(5_000))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void take_atTheLargestLimitAndWindow_doesNotOverflow() {
        var widest = SlidingWindow.of(new Rate(Rate.MAX_REQUESTS, RateUnit.DAY));
        Instant day = Instant.parse("2026-11-24T00:00:00Z");
        WindowCount full =
                widest.take(WindowCount.EMPTY, Rate.MAX_REQUESTS, day).count();

        assertThat(widest.remaining(full, day)).isZero();
        Instant noonAfter = day.plus(Duration.ofHours(36));
        assertThat(widest.remaining(full, noonAfter)).isEqualTo(2_147_483_648L);
    }

    @Test
    void untilFits_inTheWindowAfterABurst_isWhenTheNextHitHasFaded() {
        WindowCount burst = fill(TEN_A_SECOND, WindowCount.EMPTY, at(5_990), 10);

        assertThat(TEN_A_SECOND.untilFits(burst, 1, at(5_990))).isEqualTo(Duration.ofMillis(11));
        assertThat(TEN_A_SECOND.untilFits(burst, 2, at(6_040))).isEqualTo(Duration.ofMillis(61));
    }

    /** Seeded: 20,000 random states, each asked when the next hits fit, and asked again just then and just before. */
    @Test
    void untilFits_forAnyCount_isTheFirstMomentAtWhichTheHitsAreAdmitted() {
        var random = new Random(20_261_124);
        for (int round = 0; round < 20_000; round++) {
            var window = new SlidingWindow(1 + random.nextInt(50), 1_000);
            var count = new WindowCount(7, random.nextLong(window.limit() + 1), random.nextLong(window.limit() + 1));
            long hits = 1 + random.nextLong(window.limit());
            Instant now = at(7_000 + random.nextInt(1_000));

            Duration wait = window.untilFits(count, hits, now);

            assertThat(window.take(count, hits, now.plus(wait)).admitted()).isTrue();
            if (wait.isPositive()) {
                assertThat(window.take(count, hits, now.plus(wait).minusMillis(1))
                                .admitted())
                        .as("%s %s %d %s %s", window, count, hits, now, wait)
                        .isFalse();
            }
        }
    }

    /** Seeded: random bursts over 400 windows; what any fixed window admitted never exceeds the limit. */
    @Test
    void take_underAnyTraffic_admitsAtMostTheLimitInAWindowAndNoDoubleAtItsEdges() {
        var random = new Random(7);
        WindowCount count = WindowCount.EMPTY;
        long[] admittedAt = new long[400_000];
        for (long now = 1_000; now < 399_000; now += random.nextInt(40)) {
            for (int burst = random.nextInt(12); burst > 0; burst--) {
                var taken = TEN_A_SECOND.take(count, 1, at(now));
                count = taken.count();
                admittedAt[(int) now] += taken.admitted() ? 1 : 0;
            }
        }
        for (int second = 1; second < 399; second++) {
            assertThat(sum(admittedAt, second * 1_000, second * 1_000 + 1_000)).isLessThanOrEqualTo(10);
            assertThat(sum(admittedAt, second * 1_000 - 100, second * 1_000 + 100))
                    .as("in 200 ms around a boundary")
                    .isLessThanOrEqualTo(11);
        }
    }

    @Test
    void take_forACallerWhoAlwaysAsks_admitsTheWholeLimitInEachWindow() {
        var twoASecond = SlidingWindow.of(new Rate(2, RateUnit.SECOND));
        WindowCount count = WindowCount.EMPTY;
        int[] admitted = new int[10];
        for (int now = 0; now < 10_000; now++) {
            var taken = twoASecond.take(count, 1, at(now));
            count = taken.count();
            admitted[now / 1_000] += taken.admitted() ? 1 : 0;
        }
        assertThat(admitted).containsOnly(2);
    }

    @Test
    void window_ofNoTime_isRefused() {
        assertThatThrownBy(() -> new SlidingWindow(10, 0)).hasMessage("window of 0 ms is not in 1 ms..1 day");
    }

    private static WindowCount fill(SlidingWindow window, WindowCount start, Instant now, int hits) {
        WindowCount count = start;
        for (int hit = 0; hit < hits; hit++) {
            var taken = window.take(count, 1, now);
            assertThat(taken.admitted()).isTrue();
            count = taken.count();
        }
        return count;
    }

    private static long sum(long[] values, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
