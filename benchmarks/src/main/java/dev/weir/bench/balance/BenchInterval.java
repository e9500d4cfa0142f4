package dev.weir.bench.balance;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/** A mean with its 95 % interval by Student's t. One value alone has none, and says so by low = high. */
public record BenchInterval(double mean, double low, double high) {
    private static final double UPPER = 0.975;

    /** NaN where there are no values, or one of them is NaN. */
    public static BenchInterval of(double... values) {
        int count = values.length;
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (count < 2 || Double.isNaN(mean)) {
            return new BenchInterval(mean, mean, mean);
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double half = TDistribution.of(count - 1).inverseCumulativeProbability(UPPER)
                * Math.sqrt(squares / (count - 1) / count);
        return new BenchInterval(mean, mean - half, mean + half);
    }
}
