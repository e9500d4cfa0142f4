package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final double[] WANTED = {40, 30, 20, 9, 1};

    private final Schedule schedule = new Schedule();
    private final Choices choices = new Choices(WANTED.length);

    @Test
    void weights_areMetExactly_overLongRuns() {
        begin(0);

        assertThat(turns(10_000)).containsExactly(4_000, 3_000, 2_000, 900, 100);
    }

    @Test
    void skip_beginsLater_inTheSameOrder() {
        begin(0);
        int[] order = new int[20];
        Arrays.setAll(order, i -> next());

        begin(3);
        int[] later = new int[17];
        Arrays.setAll(later, i -> next());

        assertThat(later).isEqualTo(Arrays.copyOfRange(order, 3, 20));
    }

    @Test
    void node_thatMayNotBeTaken_isPassedOver() {
        begin(0);
        int[] counts = new int[WANTED.length];
        for (int i = 0; i < 6_000; i++) {
            counts[schedule.next(node -> WANTED[node], node -> node != 0, choices, new SplittableRandom(1))]++;
        }

        assertThat(counts[0]).isZero();
        assertThat(counts[1]).isCloseTo(3_000, within(2));
        assertThat(counts[4]).isCloseTo(100, within(2));
    }

    /** As measured on Envoy 1.40 with pushes at 4 Hz and 30 requests a second: 38.9, 32.4, 21.5, 7.0 and 0.2 %. */
    @Test
    void restarts_starveSmallWeights_asOnEnvoy() {
        int[] counts = new int[WANTED.length];
        var random = new SplittableRandom(1);
        for (int run = 0; run < 40; run++) {
            int offset = random.nextInt(WANTED.length);
            for (int push = 0; push < 100; push++) {
                begin(offset);
                // 7.5 requests between two pushes.
                int[] turns = turns(7 + push % 2);
                Arrays.setAll(counts, node -> counts[node] + turns[node]);
            }
        }

        double all = Arrays.stream(counts).sum();
        assertThat(100 * counts[0] / all).isEqualTo(38.9, within(1.5));
        assertThat(100 * counts[1] / all).isEqualTo(32.4, within(1.5));
        assertThat(100 * counts[2] / all).isEqualTo(21.5, within(1.5));
        assertThat(100 * counts[3] / all).isEqualTo(7.0, within(1.5));
        assertThat(100 * counts[4] / all).isEqualTo(0.2, within(0.2));
    }

    private void begin(int skip) {
        schedule.begin(WANTED.length, node -> WANTED[node], skip);
    }

    private int next() {
        return schedule.next(node -> WANTED[node], node -> true, choices, new SplittableRandom(1));
    }

    private int[] turns(int count) {
        int[] counts = new int[WANTED.length];
        for (int i = 0; i < count; i++) {
            counts[next()]++;
        }
        return counts;
    }
}
