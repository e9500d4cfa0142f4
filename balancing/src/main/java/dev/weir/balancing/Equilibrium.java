package dev.weir.balancing;

import java.util.Arrays;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * Where each endpoint's share is as its cost and its crowding say: {@code share ∝ e^-cost / crowding^2}. The calls that each would take rise with one
 * height that is common to all; it is the one at which they add up to those that come, found by Brent's method (Algorithms for Minimization without
 * Derivatives, 1973). Pure.
 */
final class Equilibrium {
    /** Of what all can do together: more than this is planned for as this. */
    private static final double FULL = 0.97;

    /** Of the calls that come. */
    private static final double CLOSE = 1e-7;

    private static final int EVALUATIONS = 200;

    private static final double ROUNDING = 1e-6;

    /** Heights beyond are too far from the cheapest endpoint's for a double's exponent. */
    private static final double HIGHEST = 700;

    private final double[] capacity;
    private final Crowding[] crowding;
    private final double wanted;
    private final boolean loaded;

    /** @param service milliseconds of a call that waits for no other @param parallel how many each serves at once @param callsPerSecond of all together */
    Equilibrium(double[] service, int[] parallel, double callsPerSecond) {
        int n = service.length;
        capacity = new double[n];
        crowding = new Crowding[n];
        double all = 0;
        for (int i = 0; i < n; i++) {
            capacity[i] = 1_000.0 * parallel[i] / service[i];
            crowding[i] = Crowding.of(parallel[i]);
            all += capacity[i];
        }
        wanted = Math.min(callsPerSecond, FULL * all);
        loaded = wanted > 1e-9 * all;
    }

    /** @param cost logarithms */
    static double[] unloaded(double[] cost) {
        double cheapest = cheapest(cost);
        return normalised(
                Arrays.stream(cost).map(each -> Math.exp(cheapest - each)).toArray());
    }

    /** @param cost logarithms */
    double[] shares(double[] cost) {
        if (!loaded) {
            return unloaded(cost);
        }
        int n = cost.length;
        // Relative to the cheapest, so that no objective makes all shares too small for a double.
        double cheapest = cheapest(cost);
        double[] pull = new double[n];
        for (int i = 0; i < n; i++) {
            pull[i] = Math.exp(cheapest - cost[i]) / capacity[i];
        }
        double[] calls = new double[n];
        // Nobody takes more than the height says, and whoever is cheapest takes that much where it is empty.
        double low = Math.log(wanted / n) - ROUNDING;
        double high = low + 1;
        double most = taken(high, pull, calls);
        while (most < wanted && high < HIGHEST) {
            high = Math.min(HIGHEST, low + 2 * (high - low));
            most = taken(high, pull, calls);
        }
        if (most > wanted) {
            double height = new BracketingNthOrderBrentSolver(0, 1e-12, CLOSE, 3)
                    .solve(EVALUATIONS, at -> Math.log(taken(at, pull, calls) / wanted), low, high);
            taken(height, pull, calls);
        }
        return normalised(calls);
    }

    private double taken(double height, double[] pull, double[] calls) {
        double all = Math.exp(height);
        double sum = 0;
        for (int i = 0; i < calls.length; i++) {
            calls[i] = capacity[i] * crowding[i].utilisation(all * pull[i]);
            sum += calls[i];
        }
        return sum;
    }

    private static double cheapest(double[] cost) {
        return Arrays.stream(cost).min().orElse(0);
    }

    private static double[] normalised(double[] parts) {
        double sum = Arrays.stream(parts).sum();
        return Arrays.stream(parts).map(part -> part / sum).toArray();
    }
}
