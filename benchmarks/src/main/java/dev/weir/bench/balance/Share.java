package dev.weir.bench.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** A node's part of the attempts over time, of one block. */
final class Share {
    /** A share is looked at over this long: at 600 attempts a second, 1 % of it are three. */
    private static final double WINDOW = 0.5;

    private static final double STEP = 0.01;
    private static final double LITTLE = 0.01;

    private final double[] all;
    private final double[] bad;

    /** Seconds at which attempts began: of all nodes, and of the bad one. */
    Share(double[] all, double[] bad) {
        this.all = Arrays.stream(all).sorted().toArray();
        this.bad = Arrays.stream(bad).sorted().toArray();
    }

    double between(double from, double until) {
        long attempts = count(all, from, until);
        return attempts == 0 ? Double.NaN : (double) count(bad, from, until) / attempts;
    }

    /** The share in each {@code width} of seconds. */
    List<Double> series(double from, double until, double width) {
        var shares = new ArrayList<Double>();
        for (int i = 0; from + (i + 1) * width <= until + 1e-9; i++) {
            shares.add(between(from + i * width, from + (i + 1) * width));
        }
        return shares;
    }

    /** How long after the fault less than 1 % of the attempts of the next half second go to the node; empty where that never was. */
    OptionalDouble untilLittle(double faultAt, double until) {
        for (double after = 0; faultAt + after + WINDOW <= until; after += STEP) {
            if (between(faultAt + after, faultAt + after + WINDOW) < LITTLE) {
                return OptionalDouble.of(Math.round(after / STEP) * STEP);
            }
        }
        return OptionalDouble.empty();
    }

    private static long count(double[] sorted, double from, double until) {
        return first(sorted, until) - first(sorted, from);
    }

    private static int first(double[] sorted, double notBefore) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < notBefore) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
