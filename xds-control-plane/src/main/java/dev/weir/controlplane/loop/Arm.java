package dev.weir.controlplane.loop;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.weir.balancing.Balancer;
import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Candidate;
import dev.weir.balancing.GuardFired;
import dev.weir.balancing.KeptShares;
import dev.weir.balancing.NodeWeight;
import dev.weir.balancing.Tick;
import dev.weir.balancing.WeightPlan;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.FleetNode;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.WindowSample;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.WeightedEndpoint;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One set of weights of an API over time: those in force, or a candidate's. Belongs to the weight loop's thread. */
final class Arm {
    private static final String ILLEGAL = "illegal-proposal";

    private final Balancer balancer;
    private final Overlap overlap = new Overlap();
    private long illegalPlans;
    private @Nullable WeightPlan plan;
    /** The plan's weights, as they are asked for: node by node. */
    private Map<NodeId, NodeWeight> weights = Map.of();
    /** Of the latest round; {@code plan} is of the last one that Envoy should hear of. */
    private String policy = "uniform";
    /** The latest round moved nothing. */
    private boolean still;

    Arm(Balancer balancer) {
        this.balancer = balancer;
    }

    void configure(BalancerSettings settings) {
        balancer.follow(settings);
    }

    KeptShares kept() {
        return balancer.kept();
    }

    void observe(Collection<WindowSample> windows, Collection<Attempt> attempts) {
        windows.forEach(balancer::observe);
        attempts.forEach(balancer::observe);
    }

    /** Plans anew; what is planned is taken where Envoy should hear of it. */
    void plan(Instant now, List<Candidate> candidates, boolean frozen, Learned learned) {
        boolean sameNodes = plan != null
                && plan.weights().stream()
                        .map(NodeWeight::node)
                        .toList()
                        .equals(candidates.stream().map(Candidate::node).toList());
        if (frozen && sameNodes) {
            still = true;
            return;
        }
        Tick tick = frozen
                ? balancer.hold(now, candidates)
                : balancer.tick(now, candidates, learned.model(), learned.network());
        policy = tick.plan().policy();
        illegalPlans += tick.plan().guards().stream()
                .filter(fired -> fired.name().equals(ILLEGAL))
                .count();
        still = sameNodes && !tick.push();
        if (!still) {
            plan = tick.plan();
            weights = plan.weights().stream().collect(toMap(NodeWeight::node, identity()));
        }
    }

    String policy() {
        return policy;
    }

    List<GuardFired> guards() {
        return plan == null ? List.of() : plan.guards();
    }

    /** How often a proposal was no shares, since the start. */
    long illegalPlans() {
        return illegalPlans;
    }

    Optional<NodeWeight> weight(NodeId node) {
        return Optional.ofNullable(weights.get(node));
    }

    /** Whether the node gets no traffic for its slowness. */
    boolean drained(NodeId node) {
        return plan != null && plan.drained().contains(node);
    }

    /** As Envoy should have them: for a while with the endpoints of before beside them, where all were replaced. */
    List<PoolEndpoints> pools(Instant now, WeirConfig.Api api, List<FleetNode> nodes) {
        return overlap.with(
                now,
                api.clusterPools().stream()
                        .map(pool -> new PoolEndpoints(
                                pool,
                                nodes.stream()
                                        .filter(node ->
                                                api.clusterPool(node.pool()).equals(pool))
                                        .flatMap(node -> endpoints(node).stream())
                                        .toList()))
                        .toList());
    }

    /** Whether {@link #pools} says the same until something changes. */
    boolean rests() {
        return still && overlap.rests();
    }

    /** One for each address that the node has. Its share is divided among them. */
    private List<WeightedEndpoint> endpoints(FleetNode node) {
        return weight(node.node()).stream()
                .flatMap(weight -> node.addresses().stream()
                        .map(address -> new WeightedEndpoint(
                                node.node(),
                                address,
                                Math.max(1, weight.weight() / node.addresses().size()),
                                node.serves() && !drained(node.node()),
                                node.pricePerCall(),
                                node.region(),
                                node.upstream())))
                .toList();
    }
}
