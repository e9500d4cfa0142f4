package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.balancing.Contribution;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.fleet.SignedHeartbeat;
import dev.weir.controlplane.fleet.port.FakeVerifier;
import dev.weir.controlplane.loop.port.FakeArtifacts;
import dev.weir.controlplane.loop.port.FakePublisher;
import dev.weir.controlplane.loop.port.FakeWeightStore;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.operator.port.FakeOrderStore;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.Publication;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.port.FakeRolloutStore;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.topology.ApiRoute;
import dev.weir.controlplane.topology.Canary;
import dev.weir.controlplane.topology.ServiceAddresses;
import dev.weir.controlplane.topology.WeightedEndpoint;
import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.RolloutView;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Attempt.Cohort;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rollout as the gateways meet it, in virtual time: calls go to a node by the weights that were published last, the canary's part of them by the
 * canary's. Amber answers in 10 ms, birch in 100 ms. Stages of 10 s and 50 calls; a regret of a fifth is allowed.
 */
final class RolloutLoopTest {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int CALLS_PER_TICK = 200;
    private static final RolloutTerms TERMS = new RolloutTerms(Duration.ofSeconds(10), 50, 0.2, true);

    private final SettableClock clock = new SettableClock(START);
    private final SplittableRandom random = new SplittableRandom(7);
    private final Fleet fleet = new Fleet(new FakeVerifier(), clock);
    private final FakeAuditLog audit = new FakeAuditLog();
    private final FakeRolloutStore store = new FakeRolloutStore();
    private final OrderBook orders = new OrderBook(new FakeOrderStore(), audit, clock);
    private final AttemptQueue attempts = new AttemptQueue();
    private final FakeArtifacts source = new FakeArtifacts();
    private final FakeArtifacts networks = new FakeArtifacts();
    private final RegistryWatch registry =
            new RegistryWatch(() -> List.of(registered(AMBER), registered(BIRCH)), fleet);
    private final FakePublisher publisher = new FakePublisher();
    private Artifacts artifacts = artifacts();
    private GatewayLoop loop = loop(WeirConfig.read(Path.of("../weir.yaml")));
    private double birchMillis = 100;
    private long sequence;

    @BeforeEach
    void settle() {
        registry.refresh();
        run(Duration.ofSeconds(10));
        assertThat(share(route().pools().getFirst().endpoints(), AMBER)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void shadow_showsWhatTheCandidateWouldDo_andPushesNothing() {
        int before = publisher.published.size();
        publish(preferring(BIRCH));
        run(Duration.ofSeconds(8));

        assertThat(publisher.published).hasSize(before);
        assertThat(rollout().stage()).isEqualTo("shadow");
        assertThat(shareOfCandidate(BIRCH)).isCloseTo(0.6, within(0.001));
        assertThat(share(route().pools().getFirst().endpoints(), BIRCH)).isCloseTo(0.4, within(0.001));
    }

    @Test
    void goodCandidate_passesEveryStage_andIsInForce() {
        publish(preferring(AMBER));
        runUntilItIsOver(Duration.ofMinutes(5));

        assertThat(audit.lines())
                .containsExactly(
                        "weir publish model cc: made for a test",
                        "weir stage model cc: shadow",
                        "weir stage model cc: canary 1 %",
                        "weir stage model cc: canary 10 %",
                        "weir stage model cc: canary 50 %",
                        "weir in-force model cc: after canary 50 %");
        assertThat(artifacts.inForce().model()).isPresent();
        assertThat(loop.view().rollout()).isEmpty();
    }

    @Test
    void badCandidate_goesByItself_beforeItGetsHalfOfTheCalls_andItsNumbersAreAudited() {
        publish(preferring(BIRCH));
        runUntilItIsOver(Duration.ofMinutes(5));

        assertThat(artifacts.inForce().model()).isEmpty();
        var last = audit.entries.getLast();
        assertThat(last.what()).isEqualTo("abort");
        assertThat(last.why()).startsWith("in canary 1");
        assertThat(number(last, "quotes.candidate.mean_ms"))
                .isGreaterThan(1.2 * number(last, "quotes.baseline.mean_ms"));
    }

    @Test
    void twin_isThereBeforeAnyCallFollowsIt_andAfterTheLastOneDid() {
        publish(preferring(AMBER));
        runUntil("canary 1 %");
        assertThat(canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());

        run(ApiTrial.WARM);
        assertThat(canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isEqualTo(1));
        assertThat(artifacts.rollBack("a test")).isPresent();
        step();
        assertThat(canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());

        run(ApiLoop.LINGER);
        assertThat(canary()).isEmpty();
    }

    @Test
    void candidateThatIsPublishedAgain_beginsAnew_andItsTwinLingers() {
        publish(preferring(AMBER));
        runUntil("canary 1 %");
        run(ApiTrial.WARM);
        publish(preferring(AMBER));
        step();

        assertThat(rollout().stage()).isEqualTo("shadow");
        assertThat(canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());
    }

    @Test
    void canary_hasTheCandidatesWeights_andTheRestThoseInForce() {
        publish(preferring(BIRCH));
        runUntil("canary 1 %");
        step();

        assertThat(share(route().pools().getFirst().endpoints(), AMBER)).isCloseTo(0.6, within(0.001));
        assertThat(share(canary().orElseThrow().pools().getFirst().endpoints(), AMBER))
                .isCloseTo(0.4, within(0.001));
    }

    @Test
    void apiUnderThePick_carriesNoCanary() {
        publish(preferring(AMBER));
        runUntil("canary 10 %");

        assertThat(route(new ApiName("fast-quotes")).canary()).isEmpty();
        assertThat(canary()).isPresent();
    }

    @Test
    void withoutCalls_nothingAdvances() {
        publish(preferring(AMBER));
        for (int tick = 0; tick < 4 * 600; tick++) {
            beat();
        }

        assertThat(rollout().stage()).isEqualTo("shadow");
        assertThat(rollout().waitsFor()).contains("calls: 0 of 50");
    }

    @Test
    void freeze_holdsTheRollout_untilTheWeightsMoveAgain() {
        publish(preferring(AMBER));
        step();
        orders.freeze("a test");
        run(Duration.ofMinutes(2));
        assertThat(rollout().stage()).isEqualTo("shadow");
        assertThat(rollout().waitsFor()).contains("the weights to move again");

        orders.unfreeze("a test");
        run(Duration.ofSeconds(1));
        assertThat(rollout().stage()).isEqualTo("canary 1 %");
    }

    @Test
    void restart_inACanary_goesOnInItsStage_afterTheTwinIsWarmAgain() {
        publish(preferring(AMBER));
        runUntil("canary 10 %");
        publisher.published.clear();
        artifacts = artifacts();
        artifacts.refresh();
        loop = loop(WeirConfig.read(Path.of("../weir.yaml")));
        step();

        assertThat(rollout().stage()).isEqualTo("canary 10 %");
        assertThat(canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());
        run(ApiTrial.WARM);
        assertThat(canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isEqualTo(10));
    }

    @Test
    void candidateThatGivesNoPredictions_goesInShadow() {
        publish(model(features -> Optional.empty()));
        runUntilItIsOver(Duration.ofMinutes(1));

        assertThat(audit.lines())
                .last()
                .asString()
                .startsWith("weir abort model cc: in shadow: it gave no legal prediction");
    }

    @Test
    void networkThatDoesNoHarm_passesEveryStage_andIsInForce(@TempDir Path folder) throws IOException {
        letAmberHaveAllThatIsPlanned(folder);
        publish(says(0.3f, 0));
        runUntilItIsOver(Duration.ofMinutes(5));

        assertThat(audit.lines())
                .containsExactly(
                        "weir publish policy network dd: made for a test",
                        "weir stage policy network dd: shadow",
                        "weir stage policy network dd: canary 1 %",
                        "weir stage policy network dd: canary 10 %",
                        "weir stage policy network dd: canary 50 %",
                        "weir in-force policy network dd: after canary 50 %");
        assertThat(loop.view().network().digest()).contains("d".repeat(64));
        run(Duration.ofSeconds(5));
        assertThat(corrections(AMBER))
                .hasSize(1)
                .allSatisfy(given -> assertThat(given.value()).isPositive());
        assertThat(quotes().policy()).isEqualTo("learned");
    }

    @Test
    void networkThatMakesCallsWorse_goesByItself_andWasNeverInForce(@TempDir Path folder) throws IOException {
        letAmberHaveAllThatIsPlanned(folder);
        publish(says(-1, 0));
        step();
        assertThat(rollout().kind()).isEqualTo("policy network");
        runUntilItIsOver(Duration.ofMinutes(5));

        var last = audit.entries.getLast();
        assertThat(last.what()).isEqualTo("abort");
        assertThat(last.subject()).isEqualTo("policy network " + "d".repeat(64));
        assertThat(last.why()).startsWith("in canary 1");
        assertThat(number(last, "quotes.candidate.mean_ms"))
                .isGreaterThan(1.2 * number(last, "quotes.baseline.mean_ms"));
        assertThat(artifacts.inForce()).isEqualTo(Learned.NOTHING);
        assertThat(corrections(AMBER)).isEmpty();
        assertThat(share(route().pools().getFirst().endpoints(), AMBER)).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @MethodSource("sayingNothingLegal")
    void networkThatSaysNothingLegal_goesInShadow_andTheTicksGoOn(PolicyNetwork network) {
        publish(network);
        runUntilItIsOver(Duration.ofMinutes(1));

        assertThat(audit.lines())
                .last()
                .asString()
                .startsWith("weir abort policy network dd: in shadow: it gave no legal correction");
    }

    private static Stream<PolicyNetwork> sayingNothingLegal() {
        return Stream.of(rows -> Optional.empty(), says(Float.NaN, 0), says(0, 1.01f), says(0), says(0, 0, Float.NaN));
    }

    @Test
    void candidateNetwork_plansBesideTheModelInForce() {
        var model = preferring(BIRCH);
        source.publish(model, "made for a test", clock.instant());
        store.state = new RolloutState(
                List.of(new Artifact(Kind.MODEL, model.digest())),
                Optional.empty(),
                List.of(new Publication(new Artifact(Kind.MODEL, model.digest()), clock.instant())));
        artifacts = artifacts();
        loop = loop(WeirConfig.read(Path.of("../weir.yaml")));
        publish(says(0, 0));
        run(Duration.ofSeconds(8));

        assertThat(rollout().kind()).isEqualTo("policy network");
        assertThat(loop.view().model().digest()).contains(model.digest().value());
        assertThat(shareOfCandidate(BIRCH)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void modelThatIsPublishedWhileANetworkIsOnTrial_waitsForItsTurn() {
        publish(says(0, 0));
        step();
        publish(preferring(AMBER));
        runUntil("canary 1 %");
        assertThat(rollout().kind()).isEqualTo("policy network");
        assertThat(loop.view().model().message()).startsWith("published, and waits");

        assertThat(artifacts.rollBack("a test")).isPresent();
        artifacts.refresh();
        step();
        assertThat(rollout().kind()).isEqualTo("model");
        assertThat(rollout().stage()).isEqualTo("shadow");
    }

    /** Birch answers in 20 ms, and no cap holds: a network can then turn the nodes' order round. */
    private void letAmberHaveAllThatIsPlanned(Path folder) throws IOException {
        birchMillis = 20;
        var yaml = Files.readString(Path.of("../weir.yaml")).replace("cap: 60%", "cap: 95%");
        loop = loop(WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), yaml)));
        run(Duration.ofSeconds(20));
        assertThat(share(route().pools().getFirst().endpoints(), AMBER)).isBetween(0.8, 0.92);
    }

    private void publish(PolicyNetwork network) {
        networks.publish(new ModelDigest("d".repeat(64)), network, "made for a test", clock.instant());
        artifacts.refresh();
    }

    /** Says that of amber and birch, in this order, whatever it sees. */
    private static PolicyNetwork says(float... corrections) {
        return rows -> Optional.of(corrections);
    }

    private void runUntil(String stage) {
        for (int tick = 0;
                tick < 2_000 && !loop.view().rollout().map(RolloutView::stage).equals(Optional.of(stage));
                tick++) {
            step();
        }
        assertThat(rollout().stage()).isEqualTo(stage);
    }

    private void runUntilItIsOver(Duration atMost) {
        step();
        for (long tick = atMost.dividedBy(TICK);
                tick > 0 && loop.view().rollout().isPresent();
                tick--) {
            step();
        }
        assertThat(loop.view().rollout()).isEmpty();
    }

    private void run(Duration duration) {
        for (long tick = duration.dividedBy(TICK); tick > 0; tick--) {
            step();
        }
    }

    /** One tick with calls. */
    private void step() {
        if (!publisher.published.isEmpty()) {
            for (int i = 0; i < CALLS_PER_TICK; i++) {
                attempts.offer(call());
            }
        }
        beat();
    }

    private void beat() {
        clock.forward(TICK);
        for (var node : List.of(AMBER, BIRCH)) {
            var address = new EndpointAddress("127.0.0.1", node.equals(AMBER) ? 9101 : 9103);
            assertThat(fleet.accept(new SignedHeartbeat(
                            new Heartbeat(node, address, ++sequence, clock.instant(), 0), OPERATOR.value())))
                    .isEmpty();
        }
        loop.tick();
        artifacts.judge();
    }

    /** Goes where Envoy would send it. */
    private Attempt call() {
        int percent = canary().map(Canary::percent).orElse(0);
        int drawn = random.nextInt(100);
        var cohort = drawn < percent ? Cohort.CANARY : drawn < 2 * percent ? Cohort.CONTROL : Cohort.REST;
        var pools = cohort == Cohort.CANARY ? canary().orElseThrow().pools() : route().pools();
        var pool = pools.getFirst();
        var node = random.nextDouble() < share(pool.endpoints(), AMBER) ? AMBER : BIRCH;
        double millis = (node.equals(AMBER) ? 10 : birchMillis) * Math.exp(0.3 * random.nextGaussian());
        return new Attempt(
                QUOTES,
                node,
                clock.instant().minusNanos(random.nextLong(TICK.toNanos())),
                Duration.ofNanos((long) (1e6 * millis)),
                true,
                false,
                cohort,
                Optional.empty(),
                "");
    }

    private void publish(ScoringModel model) {
        source.publish(model, "made for a test", clock.instant());
        artifacts.refresh();
    }

    /** Takes that node to be ten times faster than the other: what it sees first of a node is the logarithm of its latency. */
    private static ScoringModel preferring(NodeId node) {
        return model(features -> {
            boolean amber = features.values().getFirst() < Math.log(30);
            return Optional.of(new Prediction(amber == node.equals(AMBER) ? 10 : 100, 0));
        });
    }

    private interface Answer {
        Optional<Prediction> to(FeatureVector features);
    }

    private static ScoringModel model(Answer answer) {
        return new ScoringModel() {
            @Override
            public ModelDigest digest() {
                return new ModelDigest("c".repeat(64));
            }

            @Override
            public Optional<Prediction> predict(FeatureVector features) {
                return answer.to(features);
            }
        };
    }

    private Artifacts artifacts() {
        return new Artifacts(Map.of(Kind.MODEL, source, Kind.NETWORK, networks), store, audit, TERMS, clock);
    }

    private GatewayLoop loop(WeirConfig config) {
        return new GatewayLoop(
                config,
                new ServiceAddresses(10000, 9191, 9192, 8081, 18000),
                fleet,
                orders,
                attempts,
                artifacts,
                registry,
                publisher,
                windows -> {},
                new FakeWeightStore(),
                clock);
    }

    private static double number(AuditEntry entry, String name) {
        return entry.numbers().getOrDefault(name, Double.NaN);
    }

    private RolloutView rollout() {
        return loop.view().rollout().orElseThrow();
    }

    private Optional<Canary> canary() {
        return route().canary();
    }

    private ApiRoute route() {
        return route(QUOTES);
    }

    private ApiRoute route(ApiName name) {
        return publisher.published.getLast().apis().stream()
                .filter(route -> route.api().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ApiView quotes() {
        return loop.view().apis().stream()
                .filter(api -> api.name().equals(QUOTES))
                .findFirst()
                .orElseThrow();
    }

    /** What a policy network in force did to the share of a node. */
    private List<Contribution> corrections(NodeId node) {
        return quotes().nodes().stream()
                .filter(each -> each.node().equals(node))
                .flatMap(each -> each.why().orElseThrow().contributions().stream())
                .filter(part -> part.name().equals("policy network"))
                .toList();
    }

    private double shareOfCandidate(NodeId node) {
        return quotes().nodes().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .flatMap(each -> each.shareCandidate())
                .orElseThrow();
    }

    private static double share(List<WeightedEndpoint> endpoints, NodeId node) {
        double all = endpoints.stream().mapToInt(WeightedEndpoint::weight).sum();
        return endpoints.stream()
                        .filter(endpoint -> endpoint.node().equals(node))
                        .mapToInt(WeightedEndpoint::weight)
                        .sum()
                / all;
    }
}
