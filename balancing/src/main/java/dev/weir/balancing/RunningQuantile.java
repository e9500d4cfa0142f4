package dev.weir.balancing;

import java.util.OptionalDouble;

/**
 * A quantile of positive numbers that come one by one, of late rather than of ever, in two numbers' room: each that is above raises the estimate by a part of it, each below
 * lowers it by so much less that both are in balance where the quantile is (Yazidi and Hammer, "Multiplicative update methods for incremental quantile estimation", IEEE
 * Transactions on Cybernetics 49(3), 2019). Within about 10 % of it, whatever the numbers' unit. Any thread.
 */
public final class RunningQuantile {
    private final double quantile;
    private final double step;
    private final int first;
    private int seen;
    private double estimate;

    /**
     * @param quantile in (0, 1)
     * @param step in (0, 1): how fast it follows, and how much it trembles
     */
    public RunningQuantile(double quantile, double step) {
        if (!(quantile > 0 && quantile < 1 && step > 0 && step < 1)) {
            throw new IllegalArgumentException("quantile " + quantile + " or step " + step + " is not in (0, 1)");
        }
        this.quantile = quantile;
        this.step = step;
        // Of so many the largest is about it.
        this.first = (int) Math.ceil(1 / (1 - quantile));
    }

    /** @throws IllegalArgumentException where it is not above 0, or not finite */
    public synchronized void add(double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new IllegalArgumentException(number + " is not above 0 and finite");
        }
        if (seen < first) {
            seen++;
            estimate = Math.max(estimate, number);
        } else if (number > estimate) {
            estimate *= 1 + step * quantile;
        } else {
            estimate *= 1 - step * (1 - quantile);
        }
    }

    /** Empty before enough have come to say. */
    public synchronized OptionalDouble value() {
        return seen < first ? OptionalDouble.empty() : OptionalDouble.of(estimate);
    }
}
