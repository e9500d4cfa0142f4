package dev.weir.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against Student's t from tables: 12.7062 with one degree of freedom, 4.3027 with two, 2.7764 with four. */
final class IntervalTest {
    @Test
    void twoValues_areFarApart() {
        isAbout(Interval.of(new double[] {10, 12}), 11, 12.7062 * 1);
    }

    @Test
    void threeValues() {
        isAbout(Interval.of(new double[] {1, 2, 3}), 2, 4.3027 / Math.sqrt(3));
    }

    @Test
    void fiveValues() {
        // Variance 2.5.
        isAbout(Interval.of(new double[] {1, 2, 3, 4, 5}), 3, 2.7764 * Math.sqrt(2.5 / 5));
    }

    @Test
    void equalValues_haveNoWidth() {
        assertThat(Interval.of(new double[] {7, 7, 7})).isEqualTo(new Interval(7, 7, 7));
    }

    @Test
    void oneValue_isItsOwnInterval() {
        assertThat(Interval.of(new double[] {7})).isEqualTo(new Interval(7, 7, 7));
        assertThat(Interval.jackknife(7, new double[1])).isEqualTo(new Interval(7, 7, 7));
    }

    @Test
    void jackknife_ofAMean_isTheMeansInterval() {
        // The means of 1, 2, 3 with each left out in turn.
        isAbout(Interval.jackknife(2, new double[] {2.5, 2, 1.5}), 2, 4.3027 / Math.sqrt(3));
    }

    private static void isAbout(Interval interval, double mean, double wide) {
        assertThat(interval.mean()).isEqualTo(mean, within(1e-9));
        assertThat(interval.low()).isEqualTo(mean - wide, within(1e-3));
        assertThat(interval.high()).isEqualTo(mean + wide, within(1e-3));
    }
}
