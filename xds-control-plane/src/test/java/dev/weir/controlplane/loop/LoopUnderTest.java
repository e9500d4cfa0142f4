package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.answered;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.fleet.port.FakeVerifier;
import dev.weir.controlplane.loop.port.FakeArtifacts;
import dev.weir.controlplane.loop.port.FakePublisher;
import dev.weir.controlplane.loop.port.FakeWeightStore;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.operator.port.FakeOrderStore;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.port.FakeRolloutStore;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.view.GatewayView;
import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import dev.weir.scoring.WindowSample;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The whole loop in virtual time, with amber, birch and the shipped weir.yaml: floor 0.5 %, cap 60 %, step 20 %, staleness 10 s. */
final class LoopUnderTest {
    static final Duration TICK = Duration.ofMillis(250);

    /** What every heartbeat says. */
    static final int IN_FLIGHT = 3;

    private static final Path SHIPPED = Path.of("../weir.yaml");

    final SettableClock clock = new SettableClock(START);
    final Fleet fleet = new Fleet(new FakeVerifier(), clock);
    final FakeAuditLog audit = new FakeAuditLog();
    final OrderBook orders = new OrderBook(new FakeOrderStore(), audit, clock);
    final AttemptQueue attempts = new AttemptQueue();
    final FakeArtifacts source = new FakeArtifacts();
    final FakeArtifacts networks = new FakeArtifacts();
    final FakeRolloutStore rollouts = new FakeRolloutStore();
    NodeRegistry registered = () -> List.of(registered(AMBER), registered(BIRCH));
    final RegistryWatch registry = new RegistryWatch(() -> registered.activeNodes(), fleet, clock);
    final FakePublisher publisher = new FakePublisher();
    final List<WindowSample> kept = new ArrayList<>();
    Artifacts artifacts;
    private FakeWeightStore weights = new FakeWeightStore();
    private final RolloutTerms terms;
    private GatewayLoop loop;
    private long sequence;

    /** What is published is in force at once. */
    LoopUnderTest() {
        this(new RolloutTerms(Duration.ZERO, 1, 0.1, true));
    }

    LoopUnderTest(RolloutTerms terms) {
        this.terms = terms;
        this.artifacts = artifacts();
        this.loop = loop(WeirConfig.read(SHIPPED));
    }

    /** A process that finds no kept weights. */
    void begin() {
        begin(WeirConfig.read(SHIPPED));
    }

    /** A process that finds no kept weights, by the shipped file with that change. */
    void begin(Path folder, UnaryOperator<String> change) throws IOException {
        var yaml = change.apply(Files.readString(SHIPPED));
        begin(WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), yaml)));
    }

    private void begin(WeirConfig config) {
        weights = new FakeWeightStore();
        loop = loop(config);
    }

    /** A process that ends, and the next one after a while. */
    void restart(Duration away) {
        clock.forward(away);
        fleet.register(List.of());
        registry.refresh();
        publisher.published.clear();
        loop = loop(WeirConfig.read(SHIPPED));
    }

    /** What the next process has to go by: what the rollouts' store says. */
    void readArtifacts() {
        artifacts = artifacts();
    }

    private Artifacts artifacts() {
        return new Artifacts(Map.of(Kind.MODEL, source, Kind.NETWORK, networks), rollouts, audit, terms, clock);
    }

    private GatewayLoop loop(WeirConfig config) {
        return new GatewayLoop(
                config,
                ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000),
                List::of,
                fleet,
                orders,
                attempts,
                artifacts,
                registry,
                publisher,
                kept::addAll,
                weights,
                clock);
    }

    void tick() {
        loop.tick();
    }

    void follow(long version, WeirConfig config) {
        loop.follow(version, config);
    }

    long told() {
        return loop.told();
    }

    GatewayView view() {
        return loop.view();
    }

    long pushes(ApiName api) {
        return loop.pushes(api);
    }

    void settle() {
        registry.refresh();
        beat(AMBER);
        beat(BIRCH);
        loop.tick();
    }

    /** Until amber, the faster one, is at the cap. */
    void learn() {
        settle();
        for (int tick = 0; tick < 8; tick++) {
            serve(5, 50);
        }
    }

    /** One tick in which both nodes answered four calls. */
    void serve(int amberMillis, int birchMillis) {
        for (int i = 0; i < 4; i++) {
            attempts.offer(answered(AMBER, amberMillis, clock.instant()));
            attempts.offer(answered(BIRCH, birchMillis, clock.instant()));
        }
        step();
    }

    void step() {
        clock.forward(TICK);
        beat(AMBER);
        beat(BIRCH);
        loop.tick();
    }

    /** Both nodes beat, and nobody calls. */
    void idle(Duration duration) {
        for (long tick = duration.dividedBy(TICK); tick > 0; tick--) {
            step();
        }
    }

    /** No node beats. */
    void run(Duration duration) {
        for (long tick = duration.dividedBy(TICK); tick > 0; tick--) {
            clock.forward(TICK);
            loop.tick();
        }
    }

    void beat(NodeId node) {
        var heartbeat = new Heartbeat(
                node,
                new EndpointAddress.Socket("127.0.0.1", node.equals(AMBER) ? 9101 : 9103),
                ++sequence,
                clock.instant(),
                IN_FLIGHT);
        assertThat(fleet.accept(new SignedHeartbeat(heartbeat, OPERATOR.value())))
                .isEmpty();
    }

    List<WeightedEndpoint> endpoints() {
        return endpoints(publisher.published.getLast());
    }

    static List<WeightedEndpoint> endpoints(Topology topology) {
        return topology.apis().stream()
                .filter(route -> route.api().name().equals(QUOTES))
                .flatMap(route -> route.pools().stream())
                .flatMap(pool -> pool.endpoints().stream())
                .toList();
    }

    ApiView quotes() {
        return loop.view().apis().stream()
                .filter(api -> api.name().equals(QUOTES))
                .findFirst()
                .orElseThrow();
    }

    NodeView node(NodeId node) {
        return quotes().nodes().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    double share(NodeId node) {
        return node(node).shareWanted();
    }
}
