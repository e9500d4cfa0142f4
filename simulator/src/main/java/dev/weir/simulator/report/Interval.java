package dev.weir.simulator.report;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/** A mean over seeds with its 95 % confidence interval by Student's t; a single seed has none, and says so by low = high. */
public record Interval(double mean, double low, double high) {
    private static final double TAIL = 0.975;

    public static Interval of(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        int n = values.length;
        if (n < 2) {
            return new Interval(mean, mean, mean);
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return around(mean, Math.sqrt(squares / (n - 1) / n), n);
    }

    /** Tukey's jackknife, for what is no mean. @param without the statistic with each value left out in turn */
    static Interval jackknife(double whole, double[] without) {
        int n = without.length;
        if (n < 2) {
            return new Interval(whole, whole, whole);
        }
        double mean = Arrays.stream(without).average().orElse(Double.NaN);
        double squares = Arrays.stream(without)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return around(whole, Math.sqrt(squares * (n - 1) / n), n);
    }

    private static Interval around(double mean, double error, int n) {
        double wide = TDistribution.of(n - 1).inverseCumulativeProbability(TAIL) * error;
        return new Interval(mean, mean - wide, mean + wide);
    }
}
