package dev.weir.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Makes any proposal legal: integers of at least 1 that sum to {@link #BUDGET}, within cap, floor and step. Pure.
 *
 * <p>Where the bounds cannot all hold, the order of strength is: legal integers, cap (raised to 1/n if lower), floor (lowered to fit), step (widened
 * to the least that fits), pins. Each bound that changed or gave way is named. Envoy itself does not stop poisoned weights: a zero rejects the whole
 * update, a huge one takes all traffic.
 */
public final class WeightGuard {
    /** The fixed sum of an API's weights. */
    public static final int BUDGET = 1_000_000;

    /** Far below one weight, far above the noise of doubles. */
    private static final double NOTICEABLE = 1e-9;

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
     * @param held the nodes whose proposed share is an operator's pin: the others divide what is left
     */
    public Guarded apply(double[] proposed, double[] last, BitSet held) {
        int n = proposed.length;
        if (n == 0) {
            return new Guarded(List.of(), List.of());
        }
        if (n > BUDGET || last.length != n) {
            throw new IllegalArgumentException(n + " proposals and " + last.length + " last shares cannot be guarded");
        }
        var fired = new ArrayList<GuardFired>();
        double[] shares = normalised(proposed, held, fired);
        double least = least(n, fired);
        double most = most(n, fired);
        double[] low = new double[n];
        double[] high = new double[n];
        bounds(last, least, most, low, high, fired);
        hold(shares, held, low, high);
        shares = within(shares, low, high, fired);
        var weights = integers(shares);
        namePins(proposed, held, weights, fired);
        return new Guarded(weights, fired);
    }

    /** Pins as they are where they leave something to the others or to nobody; the others in proportion, so that all sum to 1. */
    private static double[] normalised(double[] proposed, BitSet held, List<GuardFired> fired) {
        int n = proposed.length;
        double rest = 1 - held.stream().mapToDouble(node -> proposed[node]).sum();
        var pinned = rest >= 0 && held.cardinality() < n ? held : new BitSet();
        rest = pinned.isEmpty() ? 1 : rest;
        double top = 0;
        int illegal = 0;
        for (int i = 0; i < n; i++) {
            illegal += isShare(proposed[i]) ? 0 : 1;
            top = !pinned.get(i) && isShare(proposed[i]) ? Math.max(top, proposed[i]) : top;
        }
        if (illegal > 0) {
            fired.add(new GuardFired(
                    "illegal-proposal", illegal + " proposals were not numbers of at least 0; taken as 0"));
        }
        if (top == 0) {
            fired.add(new GuardFired("uniform", "nothing was proposed; all that are not pinned get the same"));
        }
        double[] shares = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            // Scaled by the largest first, so that huge proposals do not overflow their sum.
            shares[i] = top == 0 ? 1 : isShare(proposed[i]) ? proposed[i] / top : 0;
            sum += pinned.get(i) ? 0 : shares[i];
        }
        for (int i = 0; i < n; i++) {
            shares[i] = pinned.get(i) ? proposed[i] : shares[i] / sum * rest;
        }
        return shares;
    }

    private static boolean isShare(double proposed) {
        return Double.isFinite(proposed) && proposed >= 0;
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

    /** Floor and cap, narrowed by the step around the last share; where that leaves nothing, by the least wider step that does. */
    private void bounds(double[] last, double least, double most, double[] low, double[] high, List<GuardFired> fired) {
        double wide = step;
        if (!narrow(last, least, most, wide, low, high)) {
            double tight = step;
            wide = 1;
            for (int round = 0; round < ROUNDS; round++) {
                double middle = (tight + wide) / 2;
                if (narrow(last, least, most, middle, low, high)) {
                    wide = middle;
                } else {
                    tight = middle;
                }
            }
            narrow(last, least, most, wide, low, high);
        }
        boolean outside = false;
        for (double share : last) {
            outside |= isKnown(share) && (share - step > most + NOTICEABLE || share + step < least - NOTICEABLE);
        }
        if (wide > step || outside) {
            fired.add(new GuardFired(
                    "step-relaxed", "nodes came or went, or cap or floor ask it: more than " + percent(step)));
        }
    }

    /** Sets the bounds for one step; false where no shares within them sum to 1. */
    private static boolean narrow(double[] last, double least, double most, double step, double[] low, double[] high) {
        for (int i = 0; i < last.length; i++) {
            low[i] = isKnown(last[i]) ? Math.clamp(last[i] - step, least, most) : least;
            high[i] = isKnown(last[i]) ? Math.clamp(last[i] + step, least, most) : most;
        }
        return enclose(low, high);
    }

    private static boolean isKnown(double share) {
        return share >= 0 && share <= 1;
    }

    private static boolean enclose(double[] low, double[] high) {
        return Arrays.stream(low).sum() <= 1 + NOTICEABLE && Arrays.stream(high).sum() >= 1 - NOTICEABLE;
    }

    /** Pinned nodes get no room, where the others have enough. */
    private static void hold(double[] shares, BitSet held, double[] low, double[] high) {
        double[] lowHeld = low.clone();
        double[] highHeld = high.clone();
        held.stream().forEach(node -> {
            lowHeld[node] = Math.clamp(shares[node], low[node], high[node]);
            highHeld[node] = lowHeld[node];
        });
        if (enclose(lowHeld, highHeld)) {
            System.arraycopy(lowHeld, 0, low, 0, low.length);
            System.arraycopy(highHeld, 0, high, 0, high.length);
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
            fired.add(new GuardFired("lower-bound", count(raised) + " held up by floor, step or pin"));
        }
        if (lowered > 0) {
            fired.add(new GuardFired("upper-bound", count(lowered) + " held down by cap, step or pin"));
        }
    }

    private static void namePins(double[] proposed, BitSet held, List<Integer> weights, List<GuardFired> fired) {
        long moved = held.stream()
                .filter(node -> !(Math.abs(weights.get(node) - proposed[node] * BUDGET) <= 2))
                .count();
        if (moved > 0) {
            fired.add(new GuardFired("pin-relaxed", moved + " pins give way to step, floor, cap or one another"));
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
            double exact = shares[i] / sum * BUDGET;
            // A least share of one weight may come as 0.999…
            weights[i] = Math.max(1, (int) (exact + NOTICEABLE));
            fraction[i] = exact - weights[i];
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

    private static String count(int nodes) {
        return nodes == 1 ? "1 node" : nodes + " nodes";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * share);
    }
}
