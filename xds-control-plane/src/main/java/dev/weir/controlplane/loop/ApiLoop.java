package dev.weir.controlplane.loop;

import dev.weir.balancing.Balancer;
import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Candidate;
import dev.weir.balancing.KeptShares;
import dev.weir.balancing.NodeWeight;
import dev.weir.balancing.Tick;
import dev.weir.balancing.WeightPlan;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.FleetNode;
import dev.weir.controlplane.operator.Orders;
import dev.weir.controlplane.telemetry.NodeTraffic;
import dev.weir.controlplane.topology.ApiRoute;
import dev.weir.controlplane.topology.PoolEndpoints;
import dev.weir.controlplane.topology.WeightedEndpoint;
import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.ScoringModel;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The weights of one API over time. Belongs to the weight loop's thread. */
final class ApiLoop {
    private final WeirConfig.Api api;
    private final Balancer balancer;
    private final Map<NodeId, NodeTraffic> traffic = new HashMap<>();
    private final LongAdder pushes = new LongAdder();
    private @Nullable WeightPlan plan;
    /** Of the latest round; {@code plan} is of the last one that Envoy heard of. */
    private String policy = "uniform";

    ApiLoop(WeirConfig.Api api, BalancerSettings settings, KeptShares kept) {
        this.api = api;
        this.balancer = new Balancer(settings, kept);
    }

    KeptShares kept() {
        return balancer.kept();
    }

    WeirConfig.Api api() {
        return api;
    }

    /** The gateways were told of new endpoints or weights. */
    void pushed() {
        pushes.increment();
    }

    /** Any thread. */
    long pushes() {
        return pushes.sum();
    }

    double share(NodeId node) {
        return weight(node).map(NodeWeight::share).orElse(0.0);
    }

    /** Learns from one tick's windows, also while frozen. */
    void observe(Duration length, Map<NodeId, WindowSample> windows, Map<NodeId, List<Attempt>> attempts) {
        windows.values().forEach(balancer::observe);
        windows.keySet().forEach(node -> traffic.computeIfAbsent(node, key -> new NodeTraffic()));
        traffic.forEach((node, sum) -> sum.tick(length, windows.get(node), attempts.getOrDefault(node, List.of())));
    }

    /** Plans anew; what is planned is taken where Envoy should hear of it. */
    void plan(
            Instant now,
            List<FleetNode> nodes,
            Orders orders,
            Optional<ScoringModel> model,
            Optional<PolicyNetwork> network) {
        var candidates = nodes.stream()
                .map(node -> new Candidate(
                        node.registered().node(),
                        node.registered().pricePerCall(),
                        node.live(),
                        orders.pin(api.name(), node.registered().node())))
                .toList();
        traffic.keySet()
                .retainAll(nodes.stream().map(node -> node.registered().node()).toList());
        boolean sameNodes = plan != null
                && plan.weights().stream()
                        .map(NodeWeight::node)
                        .toList()
                        .equals(candidates.stream().map(Candidate::node).toList());
        boolean frozen = orders.freeze().isPresent();
        if (frozen && sameNodes) {
            return;
        }
        Tick tick = frozen ? balancer.hold(now, candidates) : balancer.tick(now, candidates, model, network);
        policy = tick.plan().policy();
        if (tick.push() || !sameNodes) {
            plan = tick.plan();
        }
    }

    ApiRoute route(List<FleetNode> nodes) {
        var pools = api.pools().stream()
                .map(pool -> new PoolEndpoints(
                        pool,
                        nodes.stream()
                                .filter(node -> node.registered().pool().equals(pool))
                                .flatMap(node -> endpoint(node).stream())
                                .toList()))
                .toList();
        return new ApiRoute(api, pools);
    }

    ApiView view(List<FleetNode> nodes, boolean frozen, Orders orders) {
        double all = traffic.values().stream()
                .mapToDouble(NodeTraffic::requestsPerSecond)
                .sum();
        double errors = traffic.values().stream()
                .mapToDouble(sum -> sum.requestsPerSecond() * sum.errorRatio())
                .sum();
        var current = plan;
        return new ApiView(
                api.name(),
                api.match().prefix(),
                api.actuator().name().toLowerCase(Locale.ROOT),
                frozen ? "frozen" : policy,
                all,
                all < 0.01 ? 0 : errors / all,
                NodeTraffic.percentileMillis(traffic.values(), 50),
                NodeTraffic.percentileMillis(traffic.values(), 99),
                current == null ? List.of() : current.guards(),
                nodes.stream().map(node -> view(node, all, orders)).toList());
    }

    private NodeView view(FleetNode node, double all, Orders orders) {
        var id = node.registered().node();
        var sum = traffic.getOrDefault(id, new NodeTraffic());
        var weight = weight(id);
        return new NodeView(
                id,
                node.registered().pool(),
                node.registered().region(),
                node.address(),
                node.registered().pricePerCall().toTokens(),
                node.live(),
                weight.map(NodeWeight::weight).orElse(0),
                weight.map(NodeWeight::share).orElse(0.0),
                all < 0.01 ? 0 : sum.requestsPerSecond() / all,
                sum.requestsPerSecond(),
                sum.latencyMillis(),
                sum.p50Millis(),
                sum.p99Millis(),
                sum.errorRatio(),
                sum.reached(),
                sum.failures(),
                node.inFlight(),
                node.lastHeartbeat(),
                orders.pin(api.name(), id),
                weight.map(NodeWeight::why));
    }

    private Optional<WeightedEndpoint> endpoint(FleetNode node) {
        return weight(node.registered().node())
                .map(weight -> new WeightedEndpoint(
                        node.registered().node(),
                        node.address(),
                        weight.weight(),
                        node.live(),
                        node.registered().pricePerCall(),
                        node.registered().region()));
    }

    private Optional<NodeWeight> weight(NodeId node) {
        var current = plan;
        return current == null
                ? Optional.empty()
                : current.weights().stream()
                        .filter(weight -> weight.node().equals(node))
                        .findFirst();
    }
}
