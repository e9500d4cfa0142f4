package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ZipfTest {
    private static final int DRAWS = 200_000;

    @Test
    void sameSeed_drawsTheSame() {
        assertThat(draws(50, 1, 7, 1_000)).isEqualTo(draws(50, 1, 7, 1_000));
        assertThat(draws(50, 1, 7, 1_000)).isNotEqualTo(draws(50, 1, 8, 1_000));
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "50, 1", "50, 0", "20, 2.5", "1000, 0.5"})
    void frequencies_followTheLaw(int n, double s) {
        double[] counts = new double[n];
        for (int key : draws(n, s, 1, DRAWS)) {
            counts[key]++;
        }
        double sum =
                IntStream.rangeClosed(1, n).mapToDouble(k -> Math.pow(k, -s)).sum();
        for (int k = 0; k < n; k++) {
            double probability = Math.pow(k + 1, -s) / sum;
            double deviation = Math.sqrt(probability * (1 - probability) / DRAWS);
            assertThat(counts[k] / DRAWS).as("key %d", k).isCloseTo(probability, within(6 * deviation));
        }
    }

    @Test
    void oneKey_isAlwaysDrawn() {
        assertThat(draws(1, 1, 1, 100)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1000001, 1", "10, -0.1", "10, 5.1", "10, NaN"})
    void lawThatIsNone_isRefused(int n, double s) {
        assertThatThrownBy(() -> new Zipf(n, s)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] draws(int n, double s, long seed, int count) {
        var zipf = new Zipf(n, s);
        var random = new SplittableRandom(seed);
        return IntStream.range(0, count).map(i -> zipf.draw(random)).toArray();
    }
}
