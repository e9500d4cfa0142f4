package dev.weir.balancing;

import dev.weir.model.NodeId;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.PolicyNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a policy network makes of planned shares: each is multiplied by {@code e^c} and all are scaled back to 1, where c is within ±{@value #REACH},
 * 0 for the node in the middle and for one of which nothing is known. So the network can halve or double what was planned and more; a network of
 * zeros is the planner itself. Not thread-safe.
 *
 * <p>A correction stands until the network's is {@link #TOLERANCE} away from it, one as near to 0 is none, and corrected shares as near to the median
 * are the median: a push restarts Envoy's schedule, and exactly equal weights do without a schedule.
 */
final class NetworkCorrections {
    static final double REACH = 2;
    private static final double TOLERANCE = 0.15;

    private final Objective objective;
    private final Map<NodeId, Double> used = new HashMap<>();

    NetworkCorrections(Objective objective) {
        this.objective = objective;
    }

    /** As many as planned; without a network, and where it says nothing legal, as they were planned. @param features of a node, where it is known */
    List<Planner.Proposal> of(
            Optional<PolicyNetwork> network,
            List<Candidate> candidates,
            Function<NodeId, Optional<FeatureVector>> features,
            List<Planner.Proposal> planned) {
        var nodes = candidates.stream().map(Candidate::node).toList();
        used.keySet().retainAll(new HashSet<>(nodes));
        if (network.isEmpty() || nodes.isEmpty()) {
            return planned;
        }
        var seen = seen(candidates, features, planned);
        return network.get()
                .correct(PolicyFeatures.rows(seen))
                .filter(said -> PolicyNetwork.legal(said, nodes.size()))
                .map(said -> corrected(steady(nodes, centred(said, seen)), planned))
                .orElse(planned);
    }

    private List<PolicyFeatures.Node> seen(
            List<Candidate> candidates,
            Function<NodeId, Optional<FeatureVector>> features,
            List<Planner.Proposal> planned) {
        double mean = candidates.stream()
                .mapToDouble(NetworkCorrections::price)
                .average()
                .orElse(0);
        var seen = new ArrayList<PolicyFeatures.Node>(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            var candidate = candidates.get(i);
            double relative = mean > 0 ? Math.max(1e-3, price(candidate) / mean) : 1;
            seen.add(new PolicyFeatures.Node(
                    features.apply(candidate.node()),
                    objective.cost() * Math.log(relative),
                    planned.get(i).share()));
        }
        return seen;
    }

    private static double price(Candidate candidate) {
        return candidate.pricePerCall().baseUnits().doubleValue();
    }

    /** Around the known nodes' median; 0 for a node of which nothing is known. */
    private static double[] centred(float[] said, List<PolicyFeatures.Node> seen) {
        int[] known = IntStream.range(0, said.length)
                .filter(i -> seen.get(i).seen().isPresent())
                .toArray();
        double[] sorted =
                Arrays.stream(known).mapToDouble(i -> said[i]).sorted().toArray();
        double[] corrections = new double[said.length];
        for (int i : known) {
            corrections[i] = Math.clamp(REACH * (said[i] - sorted[(sorted.length - 1) / 2]), -REACH, REACH);
        }
        return corrections;
    }

    private double[] steady(List<NodeId> nodes, double[] corrections) {
        double[] steady = new double[corrections.length];
        for (int i = 0; i < steady.length; i++) {
            double before = used.getOrDefault(nodes.get(i), 0.0);
            double now = near(corrections[i], before) ? before : near(corrections[i], 0) ? 0 : corrections[i];
            used.put(nodes.get(i), now);
            steady[i] = now;
        }
        return steady;
    }

    /** Shares near the median become the median: so the network can make equals of what the planner held apart. */
    private static double[] alike(double[] shares) {
        double[] sorted = shares.clone();
        Arrays.sort(sorted);
        double median = sorted[(sorted.length - 1) / 2];
        return Arrays.stream(shares)
                .map(share -> near(Math.log(share), Math.log(median)) ? median : share)
                .toArray();
    }

    private static boolean near(double one, double other) {
        return Math.abs(one - other) < TOLERANCE;
    }

    private static List<Planner.Proposal> corrected(double[] corrections, List<Planner.Proposal> planned) {
        if (Arrays.stream(corrections).allMatch(correction -> correction == 0)) {
            return planned;
        }
        double[] shares = alike(IntStream.range(0, corrections.length)
                .mapToDouble(i -> planned.get(i).share() * Math.exp(corrections[i]))
                .toArray());
        double sum = Arrays.stream(shares).sum();
        var proposals = new ArrayList<Planner.Proposal>(shares.length);
        for (int i = 0; i < shares.length; i++) {
            proposals.add(planned.get(i).moved("policy network", shares[i] / sum));
        }
        return proposals;
    }
}
