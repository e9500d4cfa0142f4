package dev.weir.controlplane.loop;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.weir.balancing.Balancer;
import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Candidate;
import dev.weir.balancing.GatewayTraffic;
import dev.weir.balancing.GuardFired;
import dev.weir.balancing.KeptShares;
import dev.weir.balancing.NodeWeight;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.FleetNode;
import dev.weir.controlplane.fleet.Head;
import dev.weir.controlplane.operator.Orders;
import dev.weir.controlplane.rollout.ApiEvidence;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.telemetry.NodeTraffic;
import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Reported;
import dev.weir.scoring.WindowSample;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.Canary;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One API: the weights in force, a candidate's beside them while there is one, and its traffic. Belongs to the weight loop's thread. */
final class ApiLoop {
    /** No call that follows a candidate's weights lasts longer than its route's time; its clusters stay until after that. */
    static final Duration LINGER = Duration.ofSeconds(5);

    /** An API of which nothing was heard for so long is planned about once a second, not each tick, while nothing changes around it. */
    static final Duration QUIET = Duration.ofSeconds(10);

    private static final int RESTS_MILLIS = 750;

    /** Of a node that nobody called; never counts. */
    private static final NodeTraffic NO_TRAFFIC = new NodeTraffic();

    private volatile WeirConfig.Api api;
    private BalancerSettings settings;
    private RolloutTerms terms;
    private final Arm arm;
    private final Map<NodeId, NodeTraffic> traffic = new HashMap<>();
    private final GatewayTraffic gateways = new GatewayTraffic();
    private SortedMap<String, Double> parts = Collections.emptySortedMap();
    private final LongAdder pushes = new LongAdder();
    private @Nullable ApiTrial trial;
    private @Nullable Leaving leaving;
    private Duration silent = Duration.ZERO;
    private @Nullable PlannedFor plannedFor;
    private Instant restsUntil = Instant.MIN;
    /** In this tick nothing was planned, as nothing could change. */
    private boolean resting;
    /** Of the last plan, while they stand. */
    private @Nullable ApiRoute route;

    private @Nullable ApiView view;
    private @Nullable KeptShares kept;

    /** What a plan is made of besides what was learned. */
    private record PlannedFor(
            List<FleetNode> nodes, Orders orders, Set<String> present, Learned inForce, Learned onTrial) {}

    /** What a trial that ended leaves behind: clusters without new calls. */
    private record Leaving(Arm arm, Instant until) {}

    ApiLoop(WeirConfig.Api api, BalancerSettings settings, RolloutTerms terms, KeptShares kept) {
        this.api = api;
        this.settings = settings;
        this.terms = terms;
        this.arm = new Arm(new Balancer(settings, kept));
    }

    /** The same API on other terms: what it learned stays, its weights go on from where they are. A stage that has begun is judged by its own terms. */
    void configure(WeirConfig.Api other, BalancerSettings otherSettings, RolloutTerms otherTerms) {
        api = other;
        terms = otherTerms;
        plannedFor = null;
        forget();
        if (!otherSettings.equals(settings)) {
            settings = otherSettings;
            arm.configure(otherSettings);
            if (trial != null) {
                trial.arm().configure(otherSettings);
            }
        }
    }

    KeptShares kept() {
        var known = kept;
        if (known == null) {
            known = arm.kept();
            kept = known;
        }
        return known;
    }

    private void forget() {
        resting = false;
        route = null;
        view = null;
        kept = null;
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
        return arm.weight(node).map(NodeWeight::share).orElse(0.0);
    }

    /** Learns from one tick's windows, also while frozen. */
    void observe(Duration length, Map<NodeId, WindowSample> windows, List<Attempt> attempts) {
        silent = attempts.isEmpty() ? silent.plus(length) : Duration.ZERO;
        var byNode = attempts.stream().collect(groupingBy(Attempt::node));
        attempts.stream()
                .filter(attempt -> !attempt.gateway().isEmpty())
                .collect(groupingBy(Attempt::gateway, counting()))
                .forEach(gateways::observe);
        arm.observe(windows.values(), attempts);
        windows.keySet().forEach(node -> traffic.computeIfAbsent(node, key -> new NodeTraffic()));
        traffic.forEach((node, sum) -> sum.tick(length, windows.get(node), byNode.getOrDefault(node, List.of())));
        if (trial != null) {
            trial.arm().observe(windows.values(), attempts);
            trial.tick(length, attempts);
        }
    }

    /** Takes up what is on trial now, or ends what was. Called where that changed. */
    void follow(Instant now, Optional<Trial> given) {
        plannedFor = null;
        forget();
        var before = trial;
        trial = given.map(next -> before != null && before.sameCandidate(next)
                        ? before.next(api.name(), next, terms, now)
                        : ApiTrial.begin(api.name(), new Balancer(settings, arm.kept()), next, terms, now))
                .orElse(null);
        if (before != null && before.hasTwin() && carriesCanary() && (trial == null || !trial.hasTwin())) {
            leaving =
                    new Leaving(before.arm(), now.plus(api.timeouts().request()).plus(LINGER));
        }
    }

    /**
     * Plans anew; what is planned is taken where Envoy should hear of it.
     *
     * @param present gateways that can be told weights of their own
     * @param onTrial what the candidate's arm plans with
     */
    void plan(
            Instant now, List<FleetNode> nodes, Set<String> present, Orders orders, Learned inForce, Learned onTrial) {
        var made = new PlannedFor(nodes, orders, present, inForce, onTrial);
        resting = rests(now, made);
        if (resting) {
            return;
        }
        forget();
        plannedFor = made;
        // Not all in the same tick.
        restsUntil = now.plusMillis(RESTS_MILLIS + Math.floorMod(api.name().hashCode(), RESTS_MILLIS));
        var candidates = nodes.stream()
                .map(node -> new Candidate(
                        node.node(),
                        node.pricePerCall(),
                        node.serves(),
                        orders.pin(api.name(), node.node()),
                        node.head().filter(Head::out).isPresent()))
                .toList();
        traffic.keySet().retainAll(nodes.stream().map(node -> node.node()).collect(toSet()));
        boolean frozen = orders.freeze().isPresent();
        // Also while frozen: what all of them send together stands, and nobody sends what one did who is gone.
        parts = gateways.tick(present);
        arm.plan(now, candidates, frozen, inForce);
        if (trial != null) {
            trial.arm().plan(now, candidates, frozen, onTrial);
        }
    }

    private boolean rests(Instant now, PlannedFor made) {
        return silent.compareTo(QUIET) > 0
                && arm.rests()
                && now.isBefore(restsUntil)
                && trial == null
                && (leaving == null || !now.isBefore(leaving.until()))
                && made.equals(plannedFor);
    }

    ApiRoute route(Instant now, List<FleetNode> nodes) {
        if (resting && route != null) {
            return route;
        }
        var fresh = new ApiRoute(
                api, arm.pools(now, api, nodes), canary(now, nodes), parted() ? parts : Collections.emptySortedMap());
        route = arm.rests() ? fresh : null;
        return fresh;
    }

    /** Under the pick the judge sees the calls of all gateways. */
    private boolean parted() {
        return api.actuator() == WeirConfig.Actuator.WEIGHTS && parts.size() > 1;
    }

    private Optional<Canary> canary(Instant now, List<FleetNode> nodes) {
        if (trial != null && trial.hasTwin() && carriesCanary()) {
            return Optional.of(new Canary(trial.percent(now), trial.arm().pools(now, api, nodes)));
        }
        return leaving != null && now.isBefore(leaving.until())
                ? Optional.of(new Canary(0, leaving.arm().pools(now, api, nodes)))
                : Optional.empty();
    }

    /** Under the pick the judge decides, and weights are what it falls back to: a part of the calls would tell nothing of them. */
    private boolean carriesCanary() {
        return api.actuator() == WeirConfig.Actuator.WEIGHTS;
    }

    Optional<ApiEvidence> evidence() {
        return Optional.ofNullable(trial).map(ApiTrial::evidence);
    }

    long illegalPlans() {
        return trial == null ? 0 : trial.illegalPlans();
    }

    /** @param ofFleet guards over who is there and who is behind */
    ApiView view(List<FleetNode> nodes, boolean frozen, Orders orders, List<GuardFired> ofFleet) {
        var known = view;
        var guards = Stream.concat(ofFleet.stream(), arm.guards().stream()).toList();
        if (resting && known != null && known.guards().equals(guards)) {
            return known;
        }
        view = seen(nodes, frozen, orders, guards);
        return view;
    }

    private ApiView seen(List<FleetNode> nodes, boolean frozen, Orders orders, List<GuardFired> guards) {
        double all = traffic.values().stream()
                .mapToDouble(NodeTraffic::requestsPerSecond)
                .sum();
        double errors = traffic.values().stream()
                .mapToDouble(sum -> sum.requestsPerSecond() * sum.errorRatio())
                .sum();
        return new ApiView(
                api.name(),
                api.match().prefix(),
                api.actuator().name().toLowerCase(Locale.ROOT),
                frozen ? "frozen" : arm.policy(),
                all,
                all < 0.01 ? 0 : errors / all,
                NodeTraffic.percentileMillis(traffic.values(), 50),
                NodeTraffic.percentileMillis(traffic.values(), 99),
                guards,
                nodes.stream().map(node -> view(node, all, orders)).toList());
    }

    private NodeView view(FleetNode node, double all, Orders orders) {
        var id = node.node();
        var sum = traffic.getOrDefault(id, NO_TRAFFIC);
        var weight = arm.weight(id);
        return new NodeView(
                id,
                node.pool(),
                node.region(),
                node.place(),
                node.pricePerCall().toTokens(),
                node.live(),
                arm.drained(id) || node.head().filter(Head::out).isPresent(),
                node.head(),
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
                new Reported(sum.reportedUtilisation(), node.reportedInFlight()),
                node.lastHeartbeat(),
                orders.pin(api.name(), id),
                weight.map(NodeWeight::why),
                trial == null ? Optional.empty() : trial.arm().weight(id).map(NodeWeight::share));
    }
}
