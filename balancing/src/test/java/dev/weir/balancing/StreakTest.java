package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StreakTest {
    @Test
    void fiveSlowCalls_areBelieved_withTheirTime() {
        var streak = Streak.slow();
        for (int i = 0; i < 4; i++) {
            assertThat(streak.add(30, 10)).isFalse();
        }

        assertThat(streak.add(40, 10)).isTrue();
        assertThat(streak.calls()).isEqualTo(5);
        assertThat(streak.millis()).isEqualTo(160);
    }

    @Test
    void oneUsualCall_endsIt() {
        var streak = Streak.slow();
        for (int i = 0; i < 4; i++) {
            streak.add(30, 10);
        }

        assertThat(streak.add(10, 10)).isFalse();
        assertThat(streak.add(30, 10)).isFalse();
        assertThat(streak.calls()).isEqualTo(1);
    }

    @Test
    void eightFastCalls_areBelieved() {
        var streak = Streak.fast();
        for (int i = 0; i < 7; i++) {
            assertThat(streak.add(1, 10)).isFalse();
        }

        assertThat(streak.add(1, 10)).isTrue();
    }

    @Test
    void callsOfExponentialWork_makeAStreakInAHundredThousandAtMost() {
        var random = new SplittableRandom(1);
        var slow = Streak.slow();
        var fast = Streak.fast();
        int believed = 0;
        for (int i = 0; i < 1_000_000; i++) {
            double millis = -20 * Math.log(1 - random.nextDouble());
            believed += slow.add(millis, 20) || fast.add(millis, 20) ? 1 : 0;
        }

        assertThat(believed).isLessThan(20);
    }
}
