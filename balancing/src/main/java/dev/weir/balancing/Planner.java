package dev.weir.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Proposes shares in closed form: {@code share ∝ cost^-2} with {@code cost = latency^l · (1 + 20·failure)^a · price^c}, where l, a, c are the API's
 * objective and price is relative to the mean.
 *
 * <p>Squared, because a node that is ten times slower should get a hundredth and not a tenth: the tail of all calls is made of the slow node's.
 *
 * <p>Exploration rests on age, not on floor traffic: a node without fresh evidence is taken to be a little more like the crowd's median with
 * every second, so that its share grows until someone tries it again. While it is bad, each trial sends it back at once.
 */
final class Planner {
    private static final double SHARPNESS = 2;
    private static final double FAILURE_WEIGHT = 20;

    /** From this confidence on a node's evidence counts for the crowd. */
    private static final double FRESH = 0.5;

    private final Objective objective;

    Planner(Objective objective) {
        this.objective = objective;
    }

    /**
     * One node's way from an even share to the proposed one.
     *
     * @param parts add up to {@code share}
     */
    record Proposal(double share, double latencyMillis, double failureProbability, List<Contribution> parts) {}

    /** As many proposals as candidates; shares sum to 1. */
    List<Proposal> plan(List<Candidate> candidates, List<NodeEstimate> estimates) {
        int n = candidates.size();
        double[] latency = new double[n];
        double[] measured = new double[n];
        double[] failure = new double[n];
        double[] price = new double[n];
        double crowd = median(estimates);
        double meanPrice =
                candidates.stream().mapToDouble(Planner::price).average().orElse(0);
        for (int i = 0; i < n; i++) {
            var estimate = estimates.get(i);
            measured[i] = estimate.known() ? estimate.latencyMillis() : crowd;
            latency[i] = towardsCrowd(measured[i], crowd, estimate.confidence());
            failure[i] = 1 + FAILURE_WEIGHT * estimate.failureProbability() * estimate.confidence();
            price[i] = meanPrice > 0 ? Math.max(1e-3, price(candidates.get(i)) / meanPrice) : 1;
        }
        // Each step adds one more factor; the differences between steps are the contributions.
        var names = List.of("even share", "latency", "age of evidence", "failures", "price");
        double[][] steps = {
            shares(n, i -> 0),
            shares(n, i -> logCost(measured[i], 1, 1)),
            shares(n, i -> logCost(latency[i], 1, 1)),
            shares(n, i -> logCost(latency[i], failure[i], 1)),
            shares(n, i -> logCost(latency[i], failure[i], price[i])),
        };
        var proposals = new ArrayList<Proposal>(n);
        for (int i = 0; i < n; i++) {
            proposals.add(new Proposal(
                    steps[steps.length - 1][i],
                    latency[i],
                    estimates.get(i).failureProbability(),
                    parts(names, steps, i)));
        }
        return proposals;
    }

    private double logCost(double latency, double failure, double price) {
        return objective.latency() * Math.log(latency)
                + objective.availability() * Math.log(failure)
                + objective.cost() * Math.log(price);
    }

    /** Relative to the cheapest, so that no objective makes all shares too small for a double. */
    private static double[] shares(int n, IntToDoubleFunction logCost) {
        double[] costs = IntStream.range(0, n).mapToDouble(logCost).toArray();
        double cheapest = Arrays.stream(costs).min().orElse(0);
        double[] shares = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            shares[i] = Math.exp(-SHARPNESS * (costs[i] - cheapest));
            sum += shares[i];
        }
        for (int i = 0; i < n; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private static List<Contribution> parts(List<String> names, double[][] steps, int node) {
        var parts = new ArrayList<Contribution>(steps.length);
        double before = 0;
        for (int step = 0; step < steps.length; step++) {
            parts.add(new Contribution(names.get(step), steps[step][node] - before));
            before = steps[step][node];
        }
        return parts;
    }

    /** Geometric, as latencies are compared by ratio. A node faster than the crowd is not taken to be slower for being idle. */
    private static double towardsCrowd(double latency, double crowd, double confidence) {
        return latency <= crowd ? latency : crowd * Math.pow(latency / crowd, confidence);
    }

    /** Of the nodes with fresh evidence; of all known ones where there is none; 1 ms where nothing is known, which makes all equal. */
    private static double median(List<NodeEstimate> estimates) {
        double[] fresh = latencies(estimates, FRESH);
        double[] known = fresh.length > 0 ? fresh : latencies(estimates, 0);
        return known.length == 0 ? 1 : known[(known.length - 1) / 2];
    }

    private static double[] latencies(List<NodeEstimate> estimates, double confidence) {
        return estimates.stream()
                .filter(estimate -> estimate.known() && estimate.confidence() >= confidence)
                .mapToDouble(NodeEstimate::latencyMillis)
                .sorted()
                .toArray();
    }

    private static double price(Candidate candidate) {
        return candidate.pricePerCall().baseUnits().doubleValue();
    }
}
