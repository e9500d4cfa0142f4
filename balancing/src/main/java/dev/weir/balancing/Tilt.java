package dev.weir.balancing;

import java.util.Arrays;

/**
 * Brings the mean of a value per node, such as its price, down to a limit, with shares that move as little as needed:
 * {@code share ∝ share · e^(-λ·value)} with the least {@code λ >= 0} that keeps the limit. Of all shares that keep it, these have the least
 * Kullback-Leibler divergence from the ones before (Csiszár, I-divergence geometry of probability distributions, 1975).
 *
 * <p>Where no shares keep the limit, the mean comes within {@value #NEAR} of the least that there is. Shares are given and returned as logarithms, which need no scale and
 * leave no node at 0, so that one tilt can follow another. A share of 0 stays 0 and does not count. Pure.
 */
final class Tilt {
    private static final double NEAR = 1e-6;

    /** Of the range of values: the noise of doubles. */
    private static final double NOISE = 1e-12;

    /** From here on whoever has more than the least value has nothing that counts. */
    private static final double STEEPEST = 1e15;

    private static final int STEPS = 100;

    /** How far below the limit the mean may end, as a part of the limit. */
    private static final double CLOSE = 1e-9;

    /** Values from 0 for the least to 1 for the largest. */
    private final double[] heights;

    private final double wanted;

    /** @param logs the logarithms of the shares to be tilted, at least one above minus infinity @param limit infinite for none */
    Tilt(double[] logs, double[] values, double limit) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            if (logs[i] > Double.NEGATIVE_INFINITY) {
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
        }
        double base = least;
        double range = most - least;
        this.heights = Arrays.stream(values)
                .map(value -> range > 0 ? (value - base) / range : 0)
                .toArray();
        this.wanted = range > 0 ? (limit > base ? limit - base : NEAR * base) / range : 0;
    }

    boolean holds(double[] logs) {
        return moments(logs, 0).mean <= wanted + NOISE;
    }

    /** The same array where the limit is kept already. */
    double[] of(double[] logs) {
        if (holds(logs)) {
            return logs;
        }
        double steepness = steepness(logs);
        double[] tilted = new double[logs.length];
        for (int i = 0; i < tilted.length; i++) {
            tilted[i] = logs[i] - steepness * heights[i];
        }
        return tilted;
    }

    /** Newton's steps on the logarithm of the mean, which falls as steepness grows, and halving of the exponent where one would leave the bracket. */
    private double steepness(double[] logs) {
        double aim = wanted * (1 - CLOSE / 2);
        double low = 0;
        double high = STEEPEST;
        double steepness = 0;
        for (int step = 0; step < STEPS && high - low > NOISE * high; step++) {
            var at = moments(logs, steepness);
            if (at.mean > wanted) {
                low = steepness;
            } else {
                high = steepness;
                if (at.mean >= wanted * (1 - CLOSE)) {
                    break;
                }
            }
            double next = steepness + at.mean / at.variance * Math.log(at.mean / aim);
            double middle = low > 0 ? Math.sqrt(low * high) : Math.min(1, high / 2);
            steepness = next > low && next < high ? next : middle;
        }
        return high;
    }

    /** Of the heights, by the tilted shares. */
    private record Moments(double mean, double variance) {}

    private Moments moments(double[] logs, double steepness) {
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            top = Math.max(top, logs[i] - steepness * heights[i]);
        }
        double sum = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < logs.length; i++) {
            double part = Math.exp(logs[i] - steepness * heights[i] - top);
            sum += part;
            first += part * heights[i];
            second += part * heights[i] * heights[i];
        }
        double mean = first / sum;
        return new Moments(mean, second / sum - mean * mean);
    }
}
