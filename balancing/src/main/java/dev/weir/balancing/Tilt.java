package dev.weir.balancing;

import java.util.Arrays;

/**
 * Brings the mean of a value per node, such as its price, down to a limit, with shares that move as little as needed:
 * {@code share ∝ share · e^(-λ·value)} with the least {@code λ >= 0} that keeps the limit, found by halving. Of all shares that keep it, these have the least
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

    private static final int HALVINGS = 60;
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
        return mean(logs, 0) <= wanted + NOISE;
    }

    /** The same array where the limit is kept already. */
    double[] of(double[] logs) {
        if (holds(logs)) {
            return logs;
        }
        double low = 0;
        double high = 1;
        while (mean(logs, high) > wanted && high < STEEPEST) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < HALVINGS && high - low > CLOSE * high; i++) {
            double middle = (low + high) / 2;
            if (mean(logs, middle) > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] tilted = new double[logs.length];
        for (int i = 0; i < tilted.length; i++) {
            tilted[i] = logs[i] - high * heights[i];
        }
        return tilted;
    }

    private double mean(double[] logs, double steepness) {
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            top = Math.max(top, logs[i] - steepness * heights[i]);
        }
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < logs.length; i++) {
            double part = Math.exp(logs[i] - steepness * heights[i] - top);
            sum += part;
            weighted += part * heights[i];
        }
        return weighted / sum;
    }
}
