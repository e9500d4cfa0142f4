package dev.weir.balancing;

import static java.util.stream.Collectors.toMap;

import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.ScoringModel;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weight loop of one API: observes windows, plans each tick, and says when Envoy should hear of it. Single-threaded; time comes in.
 *
 * <p>Where a model is in force its predictions replace what was measured; where it refuses a node, the measured values stand for that node.
 * Without evidence for longer than {@code staleness} everywhere, the last good weights stand, and after six times as long all get the same.
 * Both hold over a restart for a balancer that begins with what the one before {@link #kept() kept}; each node stands there until it is heard of
 * itself, or else the slowest, which answers least, would be taken for one of the crowd.
 */
public final class Balancer {
    /** As many times the staleness limit do the last good weights stand. */
    private static final int LAST_GOOD_STANDS = 6;

    private BalancerSettings settings;
    private Planner planner;
    private final SteadyEstimates steady = new SteadyEstimates();
    private NetworkCorrections corrections;
    private HardLimits limits;
    private final Ejections ejections = new Ejections();
    private final Evidence evidence = new Evidence();
    private double callsPerSecond;
    private Map<NodeId, Double> last;

    /** The shares of the last tick with fresh evidence. */
    private Map<NodeId, Double> good;

    /** When that evidence was gathered. */
    private Instant goodAt;

    /** The nodes with a good share of before the restart that were not heard of since. */
    private final Set<NodeId> unheard;

    private Instant keptAt;

    private List<Candidate> lastCandidates = List.of();
    private Map<NodeId, Double> pushed;

    public Balancer(BalancerSettings settings) {
        this(settings, KeptShares.NONE);
    }

    /** Begins where another balancer stopped. */
    public Balancer(BalancerSettings settings, KeptShares kept) {
        this.settings = settings;
        this.planner = new Planner(settings.objective());
        this.corrections = new NetworkCorrections(settings.objective());
        this.limits = new HardLimits(settings.bounds());
        this.last = kept.inForce();
        this.pushed = kept.inForce();
        this.goodAt = kept.goodAt();
        // As without a restart, a move within the deadband is not worth a push.
        this.good = !kept.good().isEmpty() && near(kept.good(), kept.inForce()) ? kept.inForce() : kept.good();
        this.unheard = new HashSet<>(good.keySet());
        this.keptAt = goodAt;
    }

    /** From now on plans by other settings. What was learned and what is in force stay: the next plan begins from there, a step at most. */
    public void follow(BalancerSettings other) {
        if (!other.objective().equals(settings.objective())) {
            planner = new Planner(other.objective());
            corrections = new NetworkCorrections(other.objective());
        }
        if (!other.bounds().equals(settings.bounds())) {
            limits = new HardLimits(other.bounds());
        }
        settings = other;
    }

    /** What the next balancer should begin with. */
    public KeptShares kept() {
        return new KeptShares(pushed, good, goodAt);
    }

    public void observe(WindowSample window) {
        evidence.observe(window);
        ejections.observe(window);
        callsPerSecond += window.attempts() * 1e9 / window.length().toNanos();
    }

    /** One of a window's attempts. */
    public void observe(Attempt attempt) {
        evidence.observe(attempt);
    }

    /** Leaves every share as Envoy has it; where nodes came or went, the others are scaled to make room or to fill it. Learns nothing. */
    public Tick hold(Instant now, List<Candidate> candidates) {
        var nodes = candidates.stream().map(Candidate::node).toList();
        var unknown = nodes.stream().map(node -> NodeEstimate.UNKNOWN).toList();
        var proposals = standing(nodes, unknown, pushed, "freeze");
        double[] proposed =
                proposals.stream().mapToDouble(Planner.Proposal::share).toArray();
        var guarded = guarded(candidates, proposals, proposed);
        var plan = new WeightPlan(
                now,
                weights(nodes, proposals, proposed, guarded),
                guarded.fired(),
                "frozen",
                Optional.empty(),
                Set.of());
        return new Tick(plan, remember(plan, candidates));
    }

    public Tick tick(Instant now, List<Candidate> candidates, Optional<ScoringModel> model) {
        return tick(now, candidates, model, Optional.empty());
    }

    /** @param network corrects what was planned, while there is evidence */
    public Tick tick(
            Instant now, List<Candidate> offered, Optional<ScoringModel> model, Optional<PolicyNetwork> network) {
        var nodes = offered.stream().map(Candidate::node).toList();
        evidence.retain(new HashSet<>(nodes));
        double rate = steady.rate(callsPerSecond);
        callsPerSecond = 0;
        // A clock that was set back, or a file from the future, must not let anything stand for longer.
        goodAt = goodAt.isAfter(now) ? now : goodAt;
        keptAt = keptAt.isAfter(now) ? now : keptAt;
        var youngest = evidence.youngest(now);
        var basis = basis(now, youngest, nodes);
        forgetUnheard(now);
        boolean stale = basis != Basis.FRESH && basis != Basis.AGEING;
        var estimates = steady.of(
                nodes,
                nodes.stream()
                        .map(node -> stale ? NodeEstimate.UNKNOWN : evidence.estimate(node, now, model))
                        .toList(),
                evidence.variability());
        if (stale) {
            ejections.forget();
        }
        var held = ejections.tick(now, offered, estimates, rate);
        var candidates = held.withoutDrained(offered);
        var planned = basis == Basis.LAST_GOOD
                ? standing(nodes, estimates, good, "last good")
                : heard(
                        nodes,
                        estimates,
                        corrections.of(
                                stale ? Optional.empty() : network,
                                candidates,
                                node -> evidence.features(node, now),
                                planner.plan(candidates, estimates, rate)));
        var proposals = limits.of(candidates, held.divided(withoutBehind(candidates, planned)));
        double[] proposed =
                proposals.stream().mapToDouble(Planner.Proposal::share).toArray();
        pin(candidates, proposed);
        var guarded = held.named(guarded(candidates, proposals, proposed));
        var plan = new WeightPlan(
                now,
                weights(nodes, proposals, proposed, guarded),
                guarded.fired(),
                policy(basis, model.isPresent() || network.isPresent()),
                stale ? Optional.empty() : model.map(ScoringModel::digest),
                held.out());
        boolean push = remember(plan, candidates);
        if (basis == Basis.FRESH) {
            good = last;
            goodAt = now.minus(youngest.orElse(Duration.ZERO));
        }
        return new Tick(plan, push);
    }

    /** What nodes that are behind may not have, the others divide as they were planned. */
    private static List<Planner.Proposal> withoutBehind(List<Candidate> candidates, List<Planner.Proposal> planned) {
        double left = 0;
        for (int i = 0; i < planned.size(); i++) {
            left += candidates.get(i).behind() ? 0 : planned.get(i).share();
        }
        if (left == 0 || candidates.stream().noneMatch(Candidate::behind)) {
            return planned;
        }
        var proposals = new ArrayList<Planner.Proposal>(planned.size());
        for (int i = 0; i < planned.size(); i++) {
            var plan = planned.get(i);
            proposals.add(plan.moved("behind", candidates.get(i).behind() ? 0 : plan.share() / left));
        }
        return proposals;
    }

    private WeightGuard.Guarded guarded(List<Candidate> candidates, List<Planner.Proposal> proposals, double[] pinned) {
        var nodes = candidates.stream().map(Candidate::node).toList();
        var legal = guard(nodes.size()).apply(pinned, lastShares(nodes), held(candidates));
        return limits.checked(candidates, proposals, legal);
    }

    /** A floor is for few nodes; of many each may fall to a tenth of an even share, or the floors would leave nothing to divide. */
    private WeightGuard guard(int nodes) {
        return new WeightGuard(ofMany(settings.floor(), nodes), settings.cap(), settings.step());
    }

    private static double ofMany(double share, int nodes) {
        return Math.min(share, 0.1 / Math.max(1, nodes));
    }

    /** What a plan can rest on, by the age of the youngest evidence. */
    private enum Basis {
        FRESH,
        AGEING,
        LAST_GOOD,
        NOTHING
    }

    private Basis basis(Instant now, Optional<Duration> youngest, List<NodeId> nodes) {
        if (youngest.isPresent() && youngest.get().compareTo(settings.staleness()) <= 0) {
            return youngest.get().compareTo(Evidence.FRESH) > 0 ? Basis.AGEING : Basis.FRESH;
        }
        return stands(goodAt, now) && nodes.stream().anyMatch(good::containsKey) ? Basis.LAST_GOOD : Basis.NOTHING;
    }

    private boolean stands(Instant since, Instant now) {
        return Duration.between(since, now).compareTo(settings.staleness().multipliedBy(LAST_GOOD_STANDS)) <= 0;
    }

    private void forgetUnheard(Instant now) {
        if (!stands(keptAt, now)) {
            unheard.clear();
        }
        unheard.removeIf(evidence::seen);
    }

    /** Nodes that were heard of since the restart divide, as planned, what they had together; the others stand. */
    private List<Planner.Proposal> heard(
            List<NodeId> nodes, List<NodeEstimate> estimates, List<Planner.Proposal> planned) {
        if (nodes.stream().noneMatch(unheard::contains)) {
            return planned;
        }
        var standing = standing(nodes, estimates, good, "last good");
        double had = 0;
        double wanted = 0;
        for (int i = 0; i < nodes.size(); i++) {
            boolean stands = unheard.contains(nodes.get(i));
            had += stands ? 0 : standing.get(i).share();
            wanted += stands ? 0 : planned.get(i).share();
        }
        var proposals = new ArrayList<Planner.Proposal>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var plan = planned.get(i);
            double share = unheard.contains(nodes.get(i)) ? standing.get(i).share() : plan.share() / wanted * had;
            proposals.add(plan.moved("last good", share));
        }
        return proposals;
    }

    private static String policy(Basis basis, boolean learned) {
        return switch (basis) {
            case FRESH, AGEING -> learned ? "learned" : "ewma";
            case LAST_GOOD -> "last-good";
            case NOTHING -> "uniform";
        };
    }

    /** Earlier shares among these nodes; one that joined since gets an even share. */
    private List<Planner.Proposal> standing(
            List<NodeId> nodes, List<NodeEstimate> estimates, Map<NodeId, Double> earlier, String name) {
        double even = 1.0 / nodes.size();
        double sum = nodes.stream()
                .mapToDouble(node -> earlier.getOrDefault(node, even))
                .sum();
        var proposals = new ArrayList<Planner.Proposal>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            double share = earlier.getOrDefault(nodes.get(i), even) / sum;
            proposals.add(new Planner.Proposal(
                    share,
                    evidence.latencyMillis(nodes.get(i)),
                    estimates.get(i).failureProbability(),
                    List.of(new Contribution("even share", even), new Contribution(name, share - even))));
        }
        return proposals;
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
        if (changed || !near(last, pushed)) {
            pushed = last;
            return true;
        }
        return false;
    }

    /** Whether no share left the deadband. */
    private boolean near(Map<NodeId, Double> shares, Map<NodeId, Double> base) {
        return shares.entrySet().stream()
                .mapToDouble(share -> Math.abs(share.getValue() - base.getOrDefault(share.getKey(), 0.0)))
                .allMatch(moved -> Math.round(moved * WeightGuard.BUDGET)
                        <= ofMany(settings.deadband(), shares.size()) * WeightGuard.BUDGET);
    }

    private static Map<NodeId, Boolean> membership(List<Candidate> candidates) {
        return candidates.stream().collect(toMap(Candidate::node, Candidate::healthy));
    }
}
