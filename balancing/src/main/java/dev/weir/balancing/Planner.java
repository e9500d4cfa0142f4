package dev.weir.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Proposes shares: {@code share ∝ 1 / (service^2l · crowding^2 · (1 + 20·failure)^2a · price^(c/2))}, where l, a, c are the API's objective, service is
 * the time of a call that waits for no other, price is relative to the mean, and crowding is how much longer a call will take with that share of the
 * traffic there ({@link Crowding}).
 *
 * <p>So shares and latencies are those of one balance, and none is planned more than it can serve, however cheap ({@link Equilibrium}). Squared, because a node
 * that is ten times slower should get a hundredth and not a tenth: the tail of all calls is made of the slow node's. The latency is the one expected under the
 * plan, not the measured one: that one is the queue as much as the node, and following it swings.
 *
 * <p>Exploration rests on age, not on floor traffic: a node without fresh evidence is taken to be a little more like the crowd's median with
 * every second, so that its share grows until someone tries it again. While it is bad, each trial sends it back at once.
 */
final class Planner {
    private static final double SHARPNESS = 2;
    /** Weaker than latency: a dear node that is as fast takes load off the cheap ones. */
    private static final double PRICE = 0.5;

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
     * @param latencyMillis of a call there of late, as far as it is still believed
     * @param parts add up to {@code share}
     */
    record Proposal(double share, double latencyMillis, double failureProbability, List<Contribution> parts) {
        /** To another share. @param why the step is called */
        Proposal moved(String why, double to) {
            var longer = new ArrayList<>(parts);
            longer.add(new Contribution(why, to - share));
            return new Proposal(to, latencyMillis, failureProbability, longer);
        }
    }

    /** As many proposals as candidates; shares sum to 1. @param callsPerSecond of all of them together, at least 0 */
    List<Proposal> plan(List<Candidate> candidates, List<NodeEstimate> estimates, double callsPerSecond) {
        int n = candidates.size();
        double[] measured = new double[n];
        double[] service = new double[n];
        int[] parallel = new int[n];
        double[] failures = new double[n];
        double[] prices = new double[n];
        double crowd = median(estimates);
        int usual = parallel(estimates);
        double meanPrice =
                candidates.stream().mapToDouble(Planner::price).average().orElse(0);
        for (int i = 0; i < n; i++) {
            var estimate = estimates.get(i);
            measured[i] = estimate.known() ? estimate.serviceMillis() : crowd;
            service[i] = towardsCrowd(measured[i], crowd, estimate.confidence());
            parallel[i] = estimate.known() ? estimate.parallel() : usual;
            failures[i] = SHARPNESS
                    * objective.availability()
                    * Math.log(1 + FAILURE_WEIGHT * estimate.failureProbability() * estimate.confidence());
            double price = meanPrice > 0 ? Math.max(1e-3, price(candidates.get(i)) / meanPrice) : 1;
            prices[i] = PRICE * objective.cost() * Math.log(price);
        }
        double[] slow = logs(measured, SHARPNESS * objective.latency());
        double[] aged = logs(service, SHARPNESS * objective.latency());
        double[] failing = sum(aged, failures);
        double[] cost = sum(failing, prices);
        var unaged = new Equilibrium(measured, parallel, callsPerSecond);
        var equilibrium = new Equilibrium(service, parallel, callsPerSecond);
        // Each step adds one more factor; the differences between steps are the contributions.
        var names = List.of("even share", "latency", "load", "age of evidence", "failures", "price");
        double[][] steps = {
            Equilibrium.unloaded(new double[n]),
            Equilibrium.unloaded(slow),
            unaged.shares(slow),
            equilibrium.shares(aged),
            equilibrium.shares(failing),
            equilibrium.shares(cost),
        };
        var proposals = new ArrayList<Proposal>(n);
        for (int i = 0; i < n; i++) {
            var estimate = estimates.get(i);
            double waiting = estimate.known() ? estimate.latencyMillis() / estimate.serviceMillis() : 1;
            proposals.add(new Proposal(
                    steps[steps.length - 1][i],
                    service[i] * waiting,
                    estimate.failureProbability(),
                    parts(names, steps, i)));
        }
        return proposals;
    }

    private static double[] logs(double[] values, double factor) {
        return Arrays.stream(values).map(value -> factor * Math.log(value)).toArray();
    }

    private static double[] sum(double[] some, double[] others) {
        double[] sum = new double[some.length];
        Arrays.setAll(sum, i -> some[i] + others[i]);
        return sum;
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
        double[] fresh = services(estimates, FRESH);
        double[] known = fresh.length > 0 ? fresh : services(estimates, 0);
        return known.length == 0 ? 1 : known[(known.length - 1) / 2];
    }

    private static double[] services(List<NodeEstimate> estimates, double confidence) {
        return estimates.stream()
                .filter(estimate -> estimate.known() && estimate.confidence() >= confidence)
                .mapToDouble(NodeEstimate::serviceMillis)
                .sorted()
                .toArray();
    }

    /** The median of the known ones; 1 where there are none. */
    private static int parallel(List<NodeEstimate> estimates) {
        int[] known = estimates.stream()
                .filter(NodeEstimate::known)
                .mapToInt(NodeEstimate::parallel)
                .sorted()
                .toArray();
        return known.length == 0 ? 1 : known[(known.length - 1) / 2];
    }

    private static double price(Candidate candidate) {
        return candidate.pricePerCall().baseUnits().doubleValue();
    }
}
