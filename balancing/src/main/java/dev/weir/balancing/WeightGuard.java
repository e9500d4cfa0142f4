package dev.weir.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes any proposal legal: integers of at least 1 that sum to {@link #BUDGET}, within cap, floor and step. Pure.
 *
 * <p>Where the bounds cannot all hold, the order of strength is: legal integers, cap (raised to 1/n if lower), floor (lowered to fit), step. Each
 * bound that changed or gave way is named. Envoy itself does not stop poisoned weights: a zero rejects the whole update, a huge one takes all
 * traffic.
 */
public final class WeightGuard {
    /** The fixed sum of an API's weights. */
    public static final int BUDGET = 1_000_000;

    private static final double NOTICEABLE = 1e-6;
    private static final int ROUNDS = 64;

    private final double floor;
    private final double cap;
    private final double step;

    public WeightGuard(double floor, double cap, double step) {
        this.floor = floor;
        this.cap = cap;
        this.step = step;
    }

    /** @param weights as many as proposed, or none where none were */
    public record Guarded(List<Integer> weights, List<GuardFired> fired) {
        public Guarded {
            weights = List.copyOf(weights);
            fired = List.copyOf(fired);
        }
    }

    /**
     * @param proposed shares of any kind, NaN and negatives too; they need not sum to 1
     * @param last the shares in force, NaN for a node that has just joined; as many as proposed
     */
    public Guarded apply(double[] proposed, double[] last) {
        int n = proposed.length;
        if (n == 0) {
            return new Guarded(List.of(), List.of());
        }
        if (n > BUDGET || last.length != n) {
            throw new IllegalArgumentException(n + " proposals and " + last.length + " last shares cannot be guarded");
        }
        var fired = new ArrayList<GuardFired>();
        double[] shares = normalised(proposed, fired);
        double least = least(n, fired);
        double most = most(n, fired);
        double[] low = new double[n];
        double[] high = new double[n];
        bounds(last, least, most, low, high, fired);
        shares = within(shares, low, high, fired);
        return new Guarded(integers(shares), fired);
    }

    private static double[] normalised(double[] proposed, List<GuardFired> fired) {
        double[] shares = new double[proposed.length];
        int illegal = 0;
        double top = 0;
        for (double value : proposed) {
            top = Double.isFinite(value) && value > top ? value : top;
        }
        for (int i = 0; i < shares.length; i++) {
            boolean legal = Double.isFinite(proposed[i]) && proposed[i] >= 0;
            illegal += legal ? 0 : 1;
            // Scaled by the largest first, so that huge proposals do not overflow their sum.
            shares[i] = legal && top > 0 ? proposed[i] / top : 0;
        }
        if (illegal > 0) {
            fired.add(new GuardFired(
                    "illegal-proposal", illegal + " proposals were not numbers of at least 0; taken as 0"));
        }
        double sum = Arrays.stream(shares).sum();
        if (!(sum > 0)) {
            fired.add(new GuardFired("uniform", "nothing was proposed; all get the same"));
            Arrays.fill(shares, 1.0 / shares.length);
            return shares;
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private double least(int n, List<GuardFired> fired) {
        double fits = 1.0 / n;
        if (floor > fits) {
            fired.add(
                    new GuardFired("floor-lowered", "a floor of " + percent(floor) + " does not fit " + n + " nodes"));
        }
        return Math.max(1.0 / BUDGET, Math.min(floor, fits));
    }

    private double most(int n, List<GuardFired> fired) {
        double fits = 1.0 / n;
        if (cap < fits) {
            fired.add(new GuardFired("cap-raised", "a cap of " + percent(cap) + " is too low for " + n + " nodes"));
        }
        return Math.max(cap, fits);
    }

    /** Floor and cap, narrowed by the step around the last share where that leaves something; cap and floor win over step. */
    private void bounds(double[] last, double least, double most, double[] low, double[] high, List<GuardFired> fired) {
        double lowSum = 0;
        double highSum = 0;
        for (int i = 0; i < last.length; i++) {
            boolean known = last[i] >= 0 && last[i] <= 1;
            low[i] = known ? Math.clamp(last[i] - step, least, most) : least;
            high[i] = known ? Math.clamp(last[i] + step, least, most) : most;
            lowSum += low[i];
            highSum += high[i];
        }
        if (lowSum > 1 + NOTICEABLE || highSum < 1 - NOTICEABLE) {
            fired.add(new GuardFired("step-relaxed", "nodes came or went: shares move by more than " + percent(step)));
            Arrays.fill(low, least);
            Arrays.fill(high, most);
        }
    }

    /**
     * The nearest shares within bounds that sum to 1: shares are scaled by one factor and clamped, with the factor found by bisection.
     * Clamping is monotone in the factor, so that the sum is too, and the bounds' sums enclose 1.
     */
    private static double[] within(double[] shares, double[] low, double[] high, List<GuardFired> fired) {
        double[] clamped = clamp(shares, 1, low, high);
        if (Math.abs(Arrays.stream(clamped).sum() - 1) > NOTICEABLE) {
            double lo = 0;
            double hi = 2.0 * BUDGET;
            for (int round = 0; round < ROUNDS; round++) {
                double factor = (lo + hi) / 2;
                clamped = clamp(shares, factor, low, high);
                if (Arrays.stream(clamped).sum() > 1) {
                    hi = factor;
                } else {
                    lo = factor;
                }
            }
            clamped = spread(clamp(shares, lo, low, high), high);
        }
        name(shares, clamped, low, high, fired);
        return clamped;
    }

    private static double[] clamp(double[] shares, double factor, double[] low, double[] high) {
        double[] clamped = new double[shares.length];
        for (int i = 0; i < shares.length; i++) {
            clamped[i] = Math.clamp(shares[i] * factor, low[i], high[i]);
        }
        return clamped;
    }

    /** What is missing to 1, because proposals of 0 do not scale, goes to where there is room. */
    private static double[] spread(double[] shares, double[] high) {
        double missing = 1 - Arrays.stream(shares).sum();
        double room = 0;
        for (int i = 0; i < shares.length; i++) {
            room += high[i] - shares[i];
        }
        if (missing > 0 && room > 0) {
            for (int i = 0; i < shares.length; i++) {
                shares[i] += missing * (high[i] - shares[i]) / room;
            }
        }
        return shares;
    }

    private static void name(double[] wanted, double[] got, double[] low, double[] high, List<GuardFired> fired) {
        int raised = 0;
        int lowered = 0;
        for (int i = 0; i < got.length; i++) {
            raised += got[i] > wanted[i] + NOTICEABLE && got[i] <= low[i] + NOTICEABLE ? 1 : 0;
            lowered += got[i] < wanted[i] - NOTICEABLE && got[i] >= high[i] - NOTICEABLE ? 1 : 0;
        }
        if (raised > 0) {
            fired.add(new GuardFired("lower-bound", raised + " nodes held up by floor or step"));
        }
        if (lowered > 0) {
            fired.add(new GuardFired("upper-bound", lowered + " nodes held down by cap or step"));
        }
    }

    /** Largest remainder: rounding down leaves less than n, which go to the largest fractions. Everyone has at least 1. */
    private static List<Integer> integers(double[] shares) {
        int n = shares.length;
        int[] weights = new int[n];
        double sum = Arrays.stream(shares).sum();
        int left = BUDGET;
        var order = new ArrayList<Integer>(n);
        double[] fraction = new double[n];
        for (int i = 0; i < n; i++) {
            double exact = shares[i] / sum * (BUDGET - n);
            weights[i] = 1 + (int) exact;
            fraction[i] = exact - (int) exact;
            left -= weights[i];
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(fraction[b], fraction[a]));
        for (int i = 0; left > 0; i = (i + 1) % n) {
            weights[order.get(i)]++;
            left--;
        }
        return Arrays.stream(weights).boxed().toList();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * share);
    }
}
