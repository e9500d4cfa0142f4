package dev.weir.balancing;

import static java.util.stream.Collectors.toMap;

import dev.weir.model.NodeId;
import dev.weir.scoring.EndpointHistory;
import dev.weir.scoring.ScoringModel;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weight loop of one API: observes windows, plans each tick, and says when Envoy should hear of it. Single-threaded; time comes in.
 *
 * <p>Where a model is in force its predictions replace what was measured; where it refuses a node, the measured values stand for that node.
 * Without evidence for longer than {@code staleness} everywhere, weights go back to uniform.
 */
public final class Balancer {
    /** After this long without an answer, half of the distance to the crowd is forgotten: a node ten times slower is tried again after some 8 s. */
    private static final Duration HALF_LIFE = Duration.ofSeconds(4);

    /** Evidence this young is as good as new. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final BalancerSettings settings;
    private final Planner planner;
    private final WeightGuard guard;
    private final Map<NodeId, EndpointHistory> histories = new HashMap<>();
    private Map<NodeId, Double> last = Map.of();
    private List<Candidate> lastCandidates = List.of();
    private Map<NodeId, Integer> pushed = Map.of();

    public Balancer(BalancerSettings settings) {
        this.settings = settings;
        this.planner = new Planner(settings.objective());
        this.guard = new WeightGuard(settings.floor(), settings.cap(), settings.step());
    }

    public void observe(WindowSample window) {
        histories.computeIfAbsent(window.node(), node -> new EndpointHistory()).observe(window);
    }

    public Tick tick(Instant now, List<Candidate> candidates, Optional<ScoringModel> model) {
        var nodes = candidates.stream().map(Candidate::node).toList();
        histories.keySet().retainAll(nodes);
        boolean stale = histories.values().stream()
                .noneMatch(history -> history.seen() && history.evidenceAge(now).compareTo(settings.staleness()) <= 0);
        var estimates =
                nodes.stream().map(node -> estimate(node, now, model, stale)).toList();
        var proposals = planner.plan(candidates, estimates);
        double[] proposed = new double[nodes.size()];
        for (int i = 0; i < proposed.length; i++) {
            proposed[i] = proposals.get(i).share();
        }
        pin(candidates, proposed);
        var guarded = guard.apply(proposed, lastShares(nodes), held(candidates));
        var plan = new WeightPlan(
                now,
                weights(nodes, proposals, proposed, guarded),
                guarded.fired(),
                stale ? "uniform" : model.isPresent() ? "learned" : "ewma",
                stale ? Optional.empty() : model.map(ScoringModel::digest));
        return new Tick(plan, remember(plan, candidates));
    }

    private NodeEstimate estimate(NodeId node, Instant now, Optional<ScoringModel> model, boolean stale) {
        var history = histories.get(node);
        if (stale || history == null || !history.seen()) {
            return NodeEstimate.UNKNOWN;
        }
        double overdue = Math.max(0, history.evidenceAge(now).minus(FRESH).toMillis());
        double confidence = Math.pow(0.5, overdue / HALF_LIFE.toMillis());
        if (!history.known()) {
            return new NodeEstimate(Double.NaN, history.failureRatio(), confidence);
        }
        return model.flatMap(scoring -> scoring.predict(history.features(now)))
                .map(prediction ->
                        new NodeEstimate(prediction.latencyMillis(), prediction.failureProbability(), confidence))
                .orElseGet(() -> new NodeEstimate(history.latencyMillis(), history.failureRatio(), confidence));
    }

    /** A pinned node gets its share, the others divide the rest as they were proposed. */
    private static void pin(List<Candidate> candidates, double[] proposed) {
        double pinned = 0;
        double free = 0;
        for (int i = 0; i < proposed.length; i++) {
            var pin = candidates.get(i).pin();
            pinned += pin.map(Pin::share).orElse(0.0);
            free += pin.isPresent() ? 0 : proposed[i];
        }
        double scale = pinned == 0 || free == 0 ? 1 : Math.max(0, 1 - pinned) / free;
        for (int i = 0; i < proposed.length; i++) {
            int node = i;
            proposed[i] = candidates.get(i).pin().map(Pin::share).orElse(proposed[node] * scale);
        }
    }

    private static BitSet held(List<Candidate> candidates) {
        var held = new BitSet();
        for (int i = 0; i < candidates.size(); i++) {
            held.set(i, candidates.get(i).pin().isPresent());
        }
        return held;
    }

    /** What is in force among these nodes: where one left, Envoy divides its share by the others' weights. */
    private double[] lastShares(List<NodeId> nodes) {
        double stayed =
                nodes.stream().mapToDouble(node -> last.getOrDefault(node, 0.0)).sum();
        return nodes.stream()
                .mapToDouble(node -> last.getOrDefault(node, Double.NaN) / stayed)
                .toArray();
    }

    private static List<NodeWeight> weights(
            List<NodeId> nodes, List<Planner.Proposal> proposals, double[] pinned, WeightGuard.Guarded guarded) {
        var weights = new ArrayList<NodeWeight>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var proposal = proposals.get(i);
            int weight = guarded.weights().get(i);
            var parts = new ArrayList<>(proposal.parts());
            if (pinned[i] != proposal.share()) {
                parts.add(new Contribution("pins", pinned[i] - proposal.share()));
            }
            parts.add(new Contribution("guard", (double) weight / WeightGuard.BUDGET - pinned[i]));
            weights.add(new NodeWeight(
                    nodes.get(i),
                    weight,
                    new Explanation(proposal.latencyMillis(), proposal.failureProbability(), parts, guarded.fired())));
        }
        return weights;
    }

    /** Takes note of the plan; true where it is far enough from what was pushed. */
    private boolean remember(WeightPlan plan, List<Candidate> candidates) {
        last = plan.weights().stream().collect(toMap(NodeWeight::node, NodeWeight::share));
        boolean changed = !membership(candidates).equals(membership(lastCandidates));
        lastCandidates = List.copyOf(candidates);
        double deadband = settings.deadband() * WeightGuard.BUDGET;
        boolean left = plan.weights().stream()
                .anyMatch(weight -> Math.abs(weight.weight() - pushed.getOrDefault(weight.node(), 0)) > deadband);
        if (changed || left) {
            pushed = plan.weights().stream().collect(toMap(NodeWeight::node, NodeWeight::weight));
            return true;
        }
        return false;
    }

    private static Map<NodeId, Boolean> membership(List<Candidate> candidates) {
        return candidates.stream().collect(toMap(Candidate::node, Candidate::healthy));
    }
}
