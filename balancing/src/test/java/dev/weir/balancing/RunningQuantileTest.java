package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What it says after many numbers, and how soon it follows others. */
final class RunningQuantileTest {
    private final RunningQuantile p95 = new RunningQuantile(0.95, 0.05);

    @Test
    void nothing_isSaidBeforeTwentyHaveCome() {
        add(19, () -> 1);
        assertThat(p95.value()).isEmpty();

        p95.add(3);
        assertThat(p95.value()).hasValue(3);
    }

    @Test
    void largeAndSmallUnits_areFollowedAlike() {
        for (double unit : new double[] {1e-3, 1, 1e6}) {
            var random = new SplittableRandom(7);
            var quantile = new RunningQuantile(0.95, 0.05);
            double mean = IntStream.range(0, 20_000)
                    .mapToDouble(i -> {
                        quantile.add(unit * Math.exp(0.5 * gaussian(random)));
                        return quantile.value().orElse(0);
                    })
                    .skip(1_000)
                    .average()
                    .orElseThrow();

            // That of a lognormal: exp(0.5 * 1.645).
            assertThat(mean / unit).isCloseTo(2.28, within(0.15));
        }
    }

    @Test
    void timesThatDouble_areFollowedWithinSomeTwentyCalls() {
        var random = new SplittableRandom(7);
        add(2_000, () -> 10 + random.nextDouble());

        add(20, () -> 20);

        assertThat(p95.value().orElseThrow()).isGreaterThan(19);
    }

    @Test
    void timesThatFall_areFollowedSlowly_asFewAreLate() {
        add(2_000, () -> 100);
        add(500, () -> 10);

        assertThat(p95.value().orElseThrow()).isBetween(10.0, 35.0);
    }

    @Test
    void numberThatIsNone_isRefused() {
        for (double none : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> p95.add(none)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new RunningQuantile(1, 0.05)).isInstanceOf(IllegalArgumentException.class);
    }

    private void add(int times, DoubleSupplier number) {
        for (int i = 0; i < times; i++) {
            p95.add(number.getAsDouble());
        }
    }

    /** Box and Muller. */
    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
