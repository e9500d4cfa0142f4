package dev.weir.controlplane.loop;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Bounds;
import dev.weir.balancing.KeptShares;
import dev.weir.balancing.Objective;
import dev.weir.config.CallerLimit;
import dev.weir.config.Edge;
import dev.weir.config.Fraction;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.FleetNode;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.loop.port.SegmentStore;
import dev.weir.controlplane.loop.port.TopologyPublisher;
import dev.weir.controlplane.loop.port.WeightStore;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.view.GatewayView;
import dev.weir.controlplane.view.History;
import dev.weir.controlplane.view.PastViews;
import dev.weir.model.ApiName;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.WindowSample;
import dev.weir.scoring.Windows;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The weight loop: every tick, what Envoy logged becomes windows, windows and fleet become weights, and weights that left the
 * deadband are published.
 *
 * <p>{@link #tick} is called by one thread; {@link #view}, {@link #history}, {@link #past}, {@link #pushes} and {@link #follow} by any. Until the registry was read,
 * and for the first {@link #SETTLE} until every registered node has sent a heartbeat, nothing is published, so that a restarted
 * control plane does not empty the gateways that go on with its last good weights. It goes on from them as well: they are kept, and so is who was
 * there.
 */
public final class GatewayLoop {
    /** A node that found nobody tries again after 4 s; by then every living one has spoken. */
    static final Duration SETTLE = Duration.ofSeconds(6);

    private final InstantSource clock;
    private final Duration tick;
    private final ServiceAddresses services;
    private final Supplier<Edge> edge;
    private final Supplier<List<CallerLimit>> limits;
    private final Fleet fleet;
    private final OrderBook orders;
    private final AttemptQueue attempts;
    private final Artifacts artifacts;
    private final RegistryWatch registry;
    private final TopologyPublisher publisher;
    private final SegmentStore segments;
    private final WeightStore weights;
    private final AtomicReference<@Nullable Following> next = new AtomicReference<>();
    private Following following;
    private volatile List<ApiLoop> apis;
    private OfferedNodes offered;
    private final TrialLoop trial;
    private final History history = new History();
    private final PastViews past = new PastViews();
    private final Instant startedAt;
    private @Nullable Instant firstTick;
    private volatile GatewayView view;
    private @Nullable Topology published;
    private volatile long told;

    /** A configuration that the loop goes by. */
    private record Following(long version, WeirConfig config) {}

    /** With the edge as it is configured. */
    public GatewayLoop(
            WeirConfig config,
            ServiceAddresses services,
            Supplier<List<CallerLimit>> limits,
            Fleet fleet,
            OrderBook orders,
            AttemptQueue attempts,
            Artifacts artifacts,
            RegistryWatch registry,
            TopologyPublisher publisher,
            SegmentStore segments,
            WeightStore weights,
            InstantSource clock) {
        this(
                config,
                config::edge,
                services,
                limits,
                fleet,
                orders,
                attempts,
                artifacts,
                registry,
                publisher,
                segments,
                weights,
                clock);
    }

    /** @param edge and @param limits of each caller, as they are in force now */
    public GatewayLoop(
            WeirConfig config,
            Supplier<Edge> edge,
            ServiceAddresses services,
            Supplier<List<CallerLimit>> limits,
            Fleet fleet,
            OrderBook orders,
            AttemptQueue attempts,
            Artifacts artifacts,
            RegistryWatch registry,
            TopologyPublisher publisher,
            SegmentStore segments,
            WeightStore weights,
            InstantSource clock) {
        this.clock = clock;
        this.tick = config.weights().tick();
        this.services = services;
        this.edge = edge;
        this.limits = limits;
        this.fleet = fleet;
        this.orders = orders;
        this.attempts = attempts;
        this.artifacts = artifacts;
        this.registry = registry;
        this.publisher = publisher;
        this.segments = segments;
        this.weights = weights;
        this.following = new Following(0, config);
        var kept = weights.load();
        this.apis = config.apis().stream()
                .map(api -> new ApiLoop(
                        api,
                        settings(config.weights(), api),
                        artifacts.terms(),
                        kept.getOrDefault(api.name(), KeptShares.NONE)))
                .toList();
        this.trial = new TrialLoop(artifacts, apis);
        this.startedAt = clock.instant();
        this.offered = OfferedNodes.of(fleet, List.of());
        this.view = look(startedAt);
    }

    public GatewayView view() {
        return view;
    }

    public History history() {
        return history;
    }

    public PastViews past() {
        return past;
    }

    /** From the next tick on the loop goes by another configuration; the newest, where several come before. Any thread. */
    public void follow(long version, WeirConfig config) {
        next.set(new Following(version, config));
    }

    /** The version of the configuration that gateways were told last: 0 for the one that the loop began with, and before they were told anything. Any thread. */
    public long told() {
        return told;
    }

    /** How often the gateways were told of new endpoints or weights of an API, since the start. */
    public long pushes(ApiName name) {
        return apis.stream()
                .filter(api -> api.api().name().equals(name))
                .mapToLong(ApiLoop::pushes)
                .sum();
    }

    /** One round of the loop. */
    public void tick() {
        var now = clock.instant();
        if (firstTick == null) {
            firstTick = now;
        }
        takeUp(now);
        var nodes = fleet.nodes();
        offered = offered.next(nodes);
        trial.follow(now);
        observe(now, nodes);
        if (published != null || settled(now, nodes)) {
            var standing = orders.orders();
            var inForce = artifacts.inForce();
            var onTrial = decides(trial.beside(inForce));
            var gateways = publisher.addressable();
            apis.forEach(api -> api.plan(now, offered.to(api.api()), gateways, standing, decides(inForce), onTrial));
            publish(now);
            trial.show(standing.freeze().isPresent());
            weights.keep(apis.stream().collect(toMap(api -> api.api().name(), ApiLoop::kept)));
        }
        var seen = look(now);
        view = seen;
        history.add(seen);
        past.add(seen);
    }

    /** APIs that stay keep what they learned, their weights and their trial; what goes is forgotten. */
    private void takeUp(Instant now) {
        var given = next.getAndSet(null);
        if (given == null) {
            return;
        }
        following = given;
        fleet.follow(given.config().pools());
        var before = apis.stream().collect(toMap(api -> api.api().name(), identity()));
        var terms = artifacts.terms();
        var after = new ArrayList<ApiLoop>();
        for (var api : given.config().apis()) {
            var settings = settings(given.config().weights(), api);
            var stays = before.get(api.name());
            if (stays == null) {
                after.add(new ApiLoop(api, settings, terms, KeptShares.NONE));
            } else {
                stays.configure(api, settings, terms);
                after.add(stays);
            }
        }
        apis = List.copyOf(after);
        offered = OfferedNodes.of(fleet, fleet.nodes());
        trial.offer(now, apis, Set.copyOf(before.values()));
    }

    /** What was learned, where the operator lets it decide. */
    private Learned decides(Learned found) {
        return following.config().weights().policy() == WeirConfig.Policy.LEARNED ? found : Learned.NOTHING;
    }

    private void observe(Instant now, List<FleetNode> nodes) {
        var drained = attempts.drain();
        var windows = drained.isEmpty()
                ? List.<WindowSample>of()
                : Windows.of(drained, now, tick, WindowTerms.of(nodes, apis));
        var windowsOf = windows.stream().collect(groupingBy(WindowSample::api));
        var attemptsOf = drained.stream().collect(groupingBy(Attempt::api));
        for (var api : apis) {
            var name = api.api().name();
            api.observe(
                    tick,
                    windowsOf.getOrDefault(name, List.of()).stream().collect(toMap(WindowSample::node, identity())),
                    attemptsOf.getOrDefault(name, List.of()));
        }
        segments.append(windows);
    }

    /** A plan changes only past the deadband; a node that stopped, came back or moved is told at once. */
    private void publish(Instant now) {
        var topology = new Topology(
                services,
                apis.stream().map(api -> api.route(now, offered.to(api.api()))).toList(),
                edge.get(),
                limits.get(),
                following.config().pools());
        if (!topology.equals(published)) {
            publisher.publish(topology);
            count(topology);
            published = topology;
        }
        told = following.version();
    }

    private void count(Topology topology) {
        Map<ApiName, ApiRoute> before = published == null
                ? Map.of()
                : published.apis().stream().collect(toMap(route -> route.api().name(), identity()));
        for (int i = 0; i < apis.size(); i++) {
            var route = topology.apis().get(i);
            if (!route.equals(before.get(route.api().name()))) {
                apis.get(i).pushed();
            }
        }
    }

    /** Unknown is not empty: a registry that was never read, or nodes that had no time to speak, must not empty the gateways. */
    private boolean settled(Instant now, List<FleetNode> nodes) {
        int expected = registry.size().orElse(0) + fleet.named();
        boolean complete = expected > 0
                && nodes.stream().filter(node -> !node.addresses().isEmpty()).count() >= expected;
        return registry.size().isPresent()
                && (complete || (firstTick != null && !now.isBefore(firstTick.plus(SETTLE))));
    }

    private GatewayView look(Instant now) {
        var standing = orders.orders();
        boolean frozen = standing.freeze().isPresent();
        return new GatewayView(
                now,
                startedAt,
                apis.stream()
                        .map(api -> api.view(
                                offered.to(api.api()),
                                frozen,
                                standing,
                                fleet.guards(api.api().name())))
                        .toList(),
                publisher.gateways(),
                artifacts.view(Kind.MODEL),
                artifacts.view(Kind.NETWORK),
                trial.view(now, frozen),
                artifacts.rollsBack().map(Artifact::toString),
                artifacts.auditTrouble(),
                standing.freeze(),
                registry.trouble().or(fleet::nameTrouble),
                Math.max(0, registry.size().orElse(0) + fleet.named() - offered.count()),
                attempts.dropped());
    }

    private static BalancerSettings settings(WeirConfig.Weights weights, WeirConfig.Api api) {
        var objective = api.objective();
        var bounds = api.bounds();
        return new BalancerSettings(
                new Objective(objective.latency(), objective.availability(), objective.cost()),
                new Bounds(
                        bounds.budgetPer1000(),
                        bounds.availability().stream()
                                .mapToDouble(Fraction::value)
                                .findFirst()),
                weights.tick(),
                weights.floor().value(),
                weights.cap().value(),
                weights.step().value(),
                weights.deadband().value(),
                weights.staleness());
    }
}
