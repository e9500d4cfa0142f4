package dev.weir.balancing;

import dev.weir.model.TokenAmount;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Keeps a plan within an API's {@link Bounds}, as far as its nodes can: proposed shares are tilted ({@link Tilt}) until the mean price of a call is within the
 * budget, then until the expected failures are within what the availability allows, then again for what the other tilt undid. Where both hold only just or cannot, the budget does.
 *
 * <p>Only nodes that send heartbeats count, as the others get no traffic; the others keep their proposed shares. A node of which nothing is known is expected
 * to fail never. What comes after, floor, cap, step and pins, may exceed a limit again: {@link #checked} looks at what came out of it, and names what is missed. Pure.
 */
final class HardLimits {
    /** What a floor may add before it is worth a word. */
    private static final double TOLERATED = 1.01;

    /** Of two limits that pull apart; a few are usual. What is still missed then is named. */
    private static final int ROUNDS = 8;

    private static final int PER = 1_000;

    private final Bounds bounds;

    HardLimits(Bounds bounds) {
        this.bounds = bounds;
    }

    /** As many as proposed, with the same sum; the same list where nothing was to be changed. */
    List<Planner.Proposal> of(List<Candidate> candidates, List<Planner.Proposal> proposed) {
        if (bounds.equals(Bounds.NONE)) {
            return proposed;
        }
        int[] serving = serving(candidates);
        double[] shares = Arrays.stream(serving)
                .mapToDouble(node -> proposed.get(node).share())
                .toArray();
        double[] tilted = tilted(shares, prices(candidates, serving), failures(proposed, serving));
        if (tilted == shares) {
            return proposed;
        }
        var limited = new ArrayList<>(proposed);
        for (int i = 0; i < serving.length; i++) {
            limited.set(serving[i], limited(proposed.get(serving[i]), tilted[i]));
        }
        return limited;
    }

    private static Planner.Proposal limited(Planner.Proposal proposal, double share) {
        var parts = new ArrayList<>(proposal.parts());
        parts.add(new Contribution("limits", share - proposal.share()));
        return new Planner.Proposal(share, proposal.latencyMillis(), proposal.failureProbability(), parts);
    }

    /** The same array where the limits are kept already, and where it holds no shares, which the guard names. */
    double[] tilted(double[] shares, double[] prices, double[] failures) {
        double sum = Arrays.stream(shares).sum();
        if (!(sum > 0 && Double.isFinite(sum)) || Arrays.stream(shares).anyMatch(share -> share < 0)) {
            return shares;
        }
        double[] logs = Arrays.stream(shares).map(Math::log).toArray();
        double[] tilted = tiltedLogs(logs, prices, failures);
        return tilted == logs ? shares : scaled(tilted, sum);
    }

    private double[] tiltedLogs(double[] logs, double[] prices, double[] failures) {
        var budget = new Tilt(logs, prices, bounds.budgetPerCall());
        var availability = new Tilt(logs, failures, bounds.failures());
        double[] within = budget.of(logs);
        double[] both = within;
        for (int round = 0; round < ROUNDS && !availability.holds(both); round++) {
            both = budget.of(availability.of(both));
        }
        return budget.holds(both) ? both : within;
    }

    private static double[] scaled(double[] logs, double sum) {
        double top = Arrays.stream(logs).max().orElse(0);
        double[] shares = Arrays.stream(logs).map(log -> Math.exp(log - top)).toArray();
        double scale = sum / Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share * scale).toArray();
    }

    /** What the guard made of it, with a guard {@code budget} or {@code availability} more where that limit is missed. */
    WeightGuard.Guarded checked(
            List<Candidate> candidates, List<Planner.Proposal> proposed, WeightGuard.Guarded guarded) {
        if (bounds.equals(Bounds.NONE) || candidates.isEmpty()) {
            return guarded;
        }
        int[] serving = serving(candidates);
        var weights = guarded.weights();
        var fired = new ArrayList<>(guarded.fired());
        double[] prices = prices(candidates, serving);
        double[] failures = failures(proposed, serving);
        if (missed(serving, weights, prices, bounds.budgetPerCall())) {
            fired.add(new GuardFired(
                    "budget", dearer(mean(serving, weights, prices)) + cause(prices, bounds.budgetPerCall())));
        }
        if (missed(serving, weights, failures, bounds.failures())) {
            fired.add(new GuardFired(
                    "availability", failing(mean(serving, weights, failures)) + cause(failures, bounds.failures())));
        }
        return new WeightGuard.Guarded(weights, fired);
    }

    private static boolean missed(int[] serving, List<Integer> weights, double[] values, double limit) {
        return tooMuch(values, limit) || mean(serving, weights, values) > TOLERATED * limit;
    }

    /** Whether even the best node is beyond the limit. */
    private static boolean tooMuch(double[] values, double limit) {
        return Arrays.stream(values).min().orElse(0) > limit;
    }

    private static String cause(double[] values, double limit) {
        return tooMuch(values, limit)
                ? "; no node is within it"
                : "; floor, cap, step, pins or the other limit stand against it";
    }

    private String dearer(double pricePerCall) {
        double budget = bounds.budgetPerCall();
        var cost = new BigDecimal(pricePerCall * PER)
                .movePointLeft(TokenAmount.DECIMALS)
                .round(new MathContext(4));
        return String.format(
                Locale.ROOT,
                "1,000 calls cost %s tokens in the mean, %.3g %% above the budget of %s",
                cost.stripTrailingZeros().toPlainString(),
                100 * (pricePerCall / budget - 1),
                bounds.budgetPer1000().orElse(TokenAmount.ZERO).toTokens());
    }

    private String failing(double failures) {
        return String.format(
                Locale.ROOT,
                "%.3g %% of the calls are expected to fail, %.3g points above what the availability allows",
                100 * failures,
                100 * (failures - bounds.failures()));
    }

    private static double mean(int[] serving, List<Integer> weights, double[] values) {
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < serving.length; i++) {
            int weight = weights.get(serving[i]);
            sum += weight;
            weighted += weight * values[i];
        }
        return weighted / sum;
    }

    /** Those with heartbeats; all where there are none, as Envoy then has nobody else. */
    private static int[] serving(List<Candidate> candidates) {
        int[] healthy = IntStream.range(0, candidates.size())
                .filter(node -> candidates.get(node).healthy())
                .toArray();
        return healthy.length > 0
                ? healthy
                : IntStream.range(0, candidates.size()).toArray();
    }

    private static double[] prices(List<Candidate> candidates, int[] serving) {
        return Arrays.stream(serving)
                .mapToDouble(
                        node -> candidates.get(node).pricePerCall().baseUnits().doubleValue())
                .toArray();
    }

    private static double[] failures(List<Planner.Proposal> proposed, int[] serving) {
        return Arrays.stream(serving)
                .mapToDouble(node -> proposed.get(node).failureProbability())
                .toArray();
    }
}
