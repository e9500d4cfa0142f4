package dev.weir.bench.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class BenchIntervalTest {
    @Test
    void interval_isStudentsOf95Percent() {
        var interval = BenchInterval.of(1, 2, 3, 4, 5);

        // 3 ± 2.776 · 1.5811 / √5
        assertThat(interval.mean()).isEqualTo(3);
        assertThat(interval.low()).isCloseTo(1.0368, within(1e-4));
        assertThat(interval.high()).isCloseTo(4.9632, within(1e-4));
    }

    @Test
    void oneValue_isItsOwnInterval() {
        var interval = BenchInterval.of(7);

        assertThat(interval.mean()).isEqualTo(7);
        assertThat(interval.low()).isEqualTo(7);
        assertThat(interval.high()).isEqualTo(7);
    }

    @Test
    void valueThatIsNone_isNotHidden() {
        assertThat(BenchInterval.of(1, Double.NaN).mean()).isNaN();
    }
}
