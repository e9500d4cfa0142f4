package dev.weir.bench.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShareTest {
    /** A thousand attempts a second for ten seconds; an eighth of them to the node, until 4.3 s. */
    private final Share fallen = new Share(every(0.001, 10), every(0.008, 4.3));

    @Test
    void series_hasEachQuarterOfASecond() {
        var series = fallen.series(3, 5, 0.25);

        assertThat(series).hasSize(8);
        assertThat(series.getFirst()).isCloseTo(0.125, within(0.005));
        assertThat(series.getLast()).isZero();
    }

    @Test
    void untilLittle_isCountedFromTheFault() {
        // 1 % of half a second is five attempts, which the node gets in 40 ms.
        assertThat(fallen.untilLittle(4, 10).orElseThrow()).isCloseTo(0.27, within(0.011));
    }

    @Test
    void untilLittle_isEmpty_whereTheShareStays() {
        var stays = new Share(every(0.001, 10), every(0.008, 10));

        assertThat(stays.untilLittle(4, 10)).isEmpty();
    }

    @Test
    void share_isNone_whereNothingWasTried() {
        assertThat(new Share(new double[0], new double[0]).between(0, 1)).isNaN();
    }

    private static double[] every(double seconds, double until) {
        return IntStream.range(0, (int) Math.round(until / seconds))
                .mapToDouble(i -> i * seconds)
                .flatMap(DoubleStream::of)
                .toArray();
    }
}
