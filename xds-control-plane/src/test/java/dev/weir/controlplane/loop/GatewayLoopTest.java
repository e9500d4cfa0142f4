package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.answered;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.weir.balancing.Contribution;
import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.fleet.SignedHeartbeat;
import dev.weir.controlplane.fleet.port.FakeVerifier;
import dev.weir.controlplane.loop.port.ArtifactSource.Latest;
import dev.weir.controlplane.loop.port.FakeArtifacts;
import dev.weir.controlplane.loop.port.FakePublisher;
import dev.weir.controlplane.loop.port.FakeWeightStore;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.operator.port.FakeOrderStore;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.port.FakeRolloutStore;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.topology.ServiceAddresses;
import dev.weir.controlplane.topology.Topology;
import dev.weir.controlplane.topology.WeightedEndpoint;
import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.Reported;
import dev.weir.scoring.WindowSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop in virtual time, with the shipped weir.yaml: floor 0.5 %, cap 60 %, step 20 %, staleness 10 s. */
final class GatewayLoopTest {
    private static final Duration TICK = Duration.ofMillis(250);

    /** What every heartbeat says. */
    private static final int IN_FLIGHT = 3;

    private final SettableClock clock = new SettableClock(START);
    private final Fleet fleet = new Fleet(new FakeVerifier(), clock);
    private final OrderBook orders = new OrderBook(new FakeOrderStore(), new FakeAuditLog(), clock);
    private final AttemptQueue attempts = new AttemptQueue();
    private final FakeArtifacts source = new FakeArtifacts();
    private final FakeArtifacts networks = new FakeArtifacts();
    private final Artifacts artifacts = new Artifacts(
            Map.of(Kind.MODEL, source, Kind.NETWORK, networks),
            new FakeRolloutStore(),
            new FakeAuditLog(),
            new RolloutTerms(Duration.ZERO, 1, 0.1, true),
            clock);
    private NodeRegistry registered = () -> List.of(registered(AMBER), registered(BIRCH));
    private final RegistryWatch registry = new RegistryWatch(() -> registered.activeNodes(), fleet);
    private final FakePublisher publisher = new FakePublisher();
    private final List<WindowSample> kept = new ArrayList<>();
    private final FakeWeightStore weights = new FakeWeightStore();
    private GatewayLoop loop = begun();
    private long sequence;

    @Test
    void start_beforeAnyNodeBeats_publishesNothingFor3Seconds() {
        registry.refresh();
        run(Duration.ofMillis(2_750));
        assertThat(publisher.published).isEmpty();

        run(TICK);
        assertThat(publisher.published).hasSize(1);
    }

    @Test
    void start_onceEveryRegisteredNodeBeats_publishesAtOnce() {
        registry.refresh();
        beat(AMBER);
        loop.tick();
        assertThat(publisher.published).isEmpty();

        beat(BIRCH);
        loop.tick();
        assertThat(endpoints()).extracting(WeightedEndpoint::weight).containsExactly(500_000, 500_000);
    }

    @Test
    void start_whileTheChainIsAway_neverEmptiesTheGateways() {
        registered = () -> {
            throw new NodeRegistryUnavailable("the chain did not answer", null);
        };
        registry.refresh();
        run(Duration.ofMinutes(1));

        assertThat(publisher.published).isEmpty();
        assertThat(loop.view().registryTrouble()).contains("the chain did not answer");
    }

    @Test
    void registeredNode_thatNeverSpoke_isCountedAsSilent() {
        registry.refresh();
        beat(AMBER);
        run(Duration.ofSeconds(3));

        assertThat(loop.view().silentNodes()).isEqualTo(1);
        beat(BIRCH);
        loop.tick();
        assertThat(loop.view().silentNodes()).isZero();
    }

    @Test
    void emptyRegistry_isPublishedAsSuch_after3Seconds() {
        registered = List::of;
        registry.refresh();
        run(Duration.ofSeconds(3));

        assertThat(publisher.published).hasSize(1);
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void fasterNode_getsMore_inStepsOf20Points_upToTheCap() {
        settle();
        serve(5, 50);
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.001));

        for (int tick = 0; tick < 20; tick++) {
            serve(5, 50);
        }
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.001));
        assertThat(share(BIRCH)).isCloseTo(0.4, within(0.001));
        assertThat(quotes().policy()).isEqualTo("ewma");
    }

    @Test
    void weights_withinTheDeadband_areNotPublished() {
        settle();
        int before = publisher.published.size();
        for (int tick = 0; tick < 40; tick++) {
            serve(20, 20);
        }

        assertThat(publisher.published).hasSize(before);
    }

    @Test
    void pushes_areCountedByApi() {
        settle();
        orders.pin(QUOTES, AMBER, 0.45, "a test");
        step();

        assertThat(loop.pushes(QUOTES)).isEqualTo(2);
        assertThat(loop.pushes(new ApiName("eth-rpc"))).isEqualTo(1);
        assertThat(loop.pushes(new ApiName("stranger"))).isZero();
    }

    @Test
    void published_sumsToAMillion_whateverWasMeasured() {
        settle();
        for (int tick = 1; tick < 40; tick++) {
            serve(tick, 41 - tick);
        }

        assertThat(publisher.published)
                .hasSizeGreaterThan(2)
                .allSatisfy(topology -> assertThat(endpoints(topology).stream()
                                .mapToInt(WeightedEndpoint::weight)
                                .sum())
                        .isEqualTo(1_000_000));
    }

    @Test
    void contributions_ofEachNode_addUpToItsShare() {
        settle();
        orders.pin(QUOTES, BIRCH, 0.45, "a test");
        for (int tick = 0; tick < 8; tick++) {
            serve(5, 50);
        }

        assertThat(quotes().nodes())
                .allSatisfy(node -> assertThat(node.why().orElseThrow().contributions().stream()
                                .mapToDouble(part -> part.value())
                                .sum())
                        .isCloseTo(node.shareWanted(), within(1e-6)));
    }

    @Test
    void nodeThatStopsBeating_isUnusableAtOnce_andBackOnItsNextBeat() {
        settle();
        for (int second = 0; second < 6; second++) {
            clock.forward(Duration.ofSeconds(1));
            beat(AMBER);
            loop.tick();
        }
        assertThat(endpoints()).extracting(WeightedEndpoint::usable).containsExactly(true, false);

        beat(BIRCH);
        loop.tick();
        assertThat(endpoints()).extracting(WeightedEndpoint::usable).containsExactly(true, true);
    }

    @Test
    void freeze_holdsEveryWeight_whileLearningGoesOn() {
        settle();
        orders.freeze("a test");
        int before = publisher.published.size();
        for (int tick = 0; tick < 40; tick++) {
            serve(5, 50);
        }

        assertThat(publisher.published).hasSize(before);
        assertThat(share(AMBER)).isEqualTo(0.5);
        assertThat(quotes().policy()).isEqualTo("frozen");

        orders.unfreeze("done");
        serve(5, 50);
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void freeze_doesNotKeepASilentNodeInTraffic() {
        settle();
        orders.freeze("a test");
        for (int second = 0; second < 6; second++) {
            clock.forward(Duration.ofSeconds(1));
            beat(AMBER);
            loop.tick();
        }

        assertThat(endpoints()).extracting(WeightedEndpoint::usable).containsExactly(true, false);
    }

    @Test
    void pin_holdsItsShare_againstWhatIsMeasured_untilItIsTakenBack() {
        settle();
        orders.pin(QUOTES, AMBER, 0.45, "a test");
        for (int tick = 0; tick < 20; tick++) {
            serve(5, 50);
        }
        assertThat(share(AMBER)).isCloseTo(0.45, within(0.001));
        assertThat(node(AMBER).pin()).isPresent();

        orders.unpin(QUOTES, AMBER, "done");
        for (int tick = 0; tick < 4; tick++) {
            serve(5, 50);
        }
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void pin_onOneApi_leavesTheOthers() {
        settle();
        orders.pin(QUOTES, AMBER, 0.45, "a test");
        run(Duration.ofSeconds(1));

        assertThat(loop.view().apis())
                .filteredOn(api -> !api.name().equals(QUOTES))
                .allSatisfy(
                        api -> assertThat(api.nodes().getFirst().shareWanted()).isEqualTo(0.5));
    }

    @Test
    void telemetryThatEnds_leavesTheLastGoodWeights_thenUniform() {
        settle();
        for (int tick = 0; tick < 8; tick++) {
            serve(5, 50);
        }
        idle(Duration.ofSeconds(1));
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.01));

        idle(Duration.ofSeconds(15));
        assertThat(quotes().policy()).isEqualTo("last-good");
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.01));

        idle(Duration.ofSeconds(50));
        assertThat(quotes().policy()).isEqualTo("uniform");
        assertThat(share(AMBER)).isCloseTo(0.5, within(0.006));
    }

    @Test
    void model_inForce_isThePolicy_andItsExpectationIsShown() {
        settle();
        source.publish(FakeArtifacts.model('a'), "made for a test", clock.instant());
        artifacts.refresh();
        for (int tick = 0; tick < 8; tick++) {
            serve(50, 50);
        }

        assertThat(quotes().policy()).isEqualTo("learned");
        assertThat(loop.view().model().digest()).contains("a".repeat(64));
        orders.pin(QUOTES, AMBER, 0.2, "so that the plan is told");
        serve(50, 50);
        assertThat(node(AMBER).why().orElseThrow().latencyMillis()).isEqualTo(5);
    }

    @Test
    void network_publishedWhileTheLoopRuns_correctsThePlan_andIsNamedInTheExplanation() {
        settle();
        serveAlike();
        assertThat(share(AMBER)).isCloseTo(0.5, within(0.01));

        publish(-0.2f);
        serveAlike();

        assertThat(quotes().policy()).isEqualTo("learned");
        assertThat(share(AMBER)).isCloseTo(1 / (1 + Math.exp(0.4)), within(0.01));
        assertThat(node(AMBER).why().orElseThrow().contributions())
                .extracting(Contribution::name)
                .contains("policy network");
    }

    @Test
    void network_thatIsRefused_leavesTheLastGoodOneInForce() {
        settle();
        publish(-0.2f);
        networks.latest = new Latest.Refused("b".repeat(64), "its files are not those that the digest names");
        artifacts.refresh();
        serveAlike();

        assertThat(share(AMBER)).isCloseTo(1 / (1 + Math.exp(0.4)), within(0.01));
    }

    @Test
    void policyEwma_letsNothingLearnedDecide(@TempDir Path folder) throws IOException {
        var yaml = Files.readString(Path.of("../weir.yaml"));
        loop = begun(WeirConfig.read(
                Files.writeString(folder.resolve("weir.yaml"), yaml.replace("{policy: learned,", "{policy: ewma,"))));
        settle();
        publish(-0.2f);
        source.publish(FakeArtifacts.model('a'), "made for a test", clock.instant());
        artifacts.refresh();
        serveAlike();

        assertThat(quotes().policy()).isEqualTo("ewma");
        assertThat(share(AMBER)).isCloseTo(0.5, within(0.01));
    }

    /** A named endpoint has to be of the cluster that the route chose; by weights a pool's part is its cluster's. */
    @Test
    void severalPools_areOneClusterUnderThePick_andOneEachByWeights(@TempDir Path folder) throws IOException {
        var yaml = Files.readString(Path.of("../weir.yaml"))
                .replace("pools: [edge]", "pools: [edge, cloud]")
                .replace(
                        "  - {name: edge, nodes: registry}",
                        "  - {name: edge, nodes: registry}\n  - {name: cloud, nodes: registry}");
        registered = () -> List.of(
                registered(AMBER),
                new RegisteredNode(BIRCH, OPERATOR, new PoolName("cloud"), "eu-west", TokenAmount.ofTokens("0.0001")));
        loop = begun(WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), yaml)));
        settle();

        assertThat(nodesByCluster("fast-quotes")).containsExactly(Map.entry("fast-quotes.any", List.of(AMBER, BIRCH)));
        assertThat(nodesByCluster("quotes"))
                .containsExactly(Map.entry("quotes.edge", List.of(AMBER)), Map.entry("quotes.cloud", List.of(BIRCH)));
    }

    private List<Map.Entry<String, List<NodeId>>> nodesByCluster(String api) {
        return publisher.published.getLast().apis().stream()
                .filter(route -> route.api().name().value().equals(api))
                .flatMap(route -> route.pools().stream()
                        .map(pool -> Map.entry(
                                route.cluster(pool),
                                pool.endpoints().stream()
                                        .map(WeightedEndpoint::node)
                                        .toList())))
                .toList();
    }

    /** A network that has this to say of the first node, and nothing of the others. */
    private void publish(float correction) {
        networks.publish(
                new ModelDigest("c".repeat(64)),
                rows -> {
                    float[] corrections = new float[rows.length];
                    corrections[0] = correction;
                    corrections[rows.length - 1] = 0;
                    return Optional.of(corrections);
                },
                "made for a test",
                clock.instant());
        artifacts.refresh();
    }

    private void serveAlike() {
        for (int tick = 0; tick < 8; tick++) {
            serve(20, 20);
        }
    }

    @Test
    void view_countsAttemptsAndShareInFact() {
        settle();
        for (int tick = 0; tick < 80; tick++) {
            attempts.offer(answered(AMBER, 10, clock.instant()));
            attempts.offer(answered(AMBER, 10, clock.instant()));
            attempts.offer(answered(AMBER, 10, clock.instant()));
            attempts.offer(answered(BIRCH, 10, clock.instant()));
            step();
        }

        assertThat(node(AMBER).attempts()).isEqualTo(240);
        assertThat(node(AMBER).shareReal()).isCloseTo(0.75, within(0.001));
        assertThat(node(BIRCH).p50Millis()).isCloseTo(10, within(0.5));
        assertThat(quotes().requestsPerSecond()).isCloseTo(16, within(1.0));
        assertThat(quotes().p99Millis()).isCloseTo(10, within(0.5));
    }

    @Test
    void windows_areKeptForTraining() {
        settle();
        serve(5, 50);

        assertThat(kept).extracting(WindowSample::node).containsExactlyInAnyOrder(AMBER, BIRCH);
        assertThat(kept).allSatisfy(window -> assertThat(window.share()).isEqualTo(0.5));
    }

    @Test
    void whatANodeSaysOfItself_isRecorded_andShown() {
        settle();
        attempts.offer(reporting(AMBER, 0.42));
        step();

        var reported = new Reported(OptionalDouble.of(0.42), OptionalInt.of(IN_FLIGHT));
        assertThat(kept)
                .singleElement()
                .satisfies(window -> assertThat(window.reported()).isEqualTo(reported));
        assertThat(node(AMBER).reported()).isEqualTo(reported);
        assertThat(node(BIRCH).reported()).isEqualTo(new Reported(OptionalDouble.empty(), OptionalInt.of(IN_FLIGHT)));
    }

    @Test
    void nodeThatSaysThatItIsIdle_getsNoMoreForIt() {
        settle();
        for (int tick = 0; tick < 40; tick++) {
            for (int i = 0; i < 4; i++) {
                attempts.offer(reporting(AMBER, 0.001));
                attempts.offer(reporting(BIRCH, 1));
            }
            step();
        }

        assertThat(share(AMBER)).isEqualTo(0.5);
    }

    /** Answered in 10 ms. */
    private Attempt reporting(NodeId node, double utilisation) {
        return new Attempt(
                QUOTES,
                node,
                clock.instant(),
                Duration.ofMillis(10),
                true,
                false,
                Attempt.Cohort.REST,
                Optional.of(new LoadReport(utilisation, 16, 0)),
                "");
    }

    @Test
    void topology_thatCouldNotBePublished_isPublishedByTheNextTick() {
        registry.refresh();
        beat(AMBER);
        beat(BIRCH);
        publisher.broken = true;
        assertThatThrownBy(loop::tick).isInstanceOf(IllegalStateException.class);

        publisher.broken = false;
        step();
        assertThat(publisher.published).hasSize(1);
    }

    @Test
    void attemptsOfUnknownNodes_changeNothing() {
        settle();
        attempts.offer(answered(new NodeId("ghost"), 10, clock.instant()));
        step();

        assertThat(quotes().nodes()).extracting(NodeView::node).containsExactly(AMBER, BIRCH);
        assertThat(share(AMBER)).isEqualTo(0.5);
    }

    @Test
    void restart_goesOnWithTheWeightsOfBefore() {
        learn();
        var before = endpoints();
        assertThat(before).extracting(WeightedEndpoint::weight).containsExactly(600_000, 400_000);

        restart(Duration.ofSeconds(5));
        step();

        assertThat(endpoints()).isEqualTo(before);
        assertThat(quotes().policy()).isEqualTo("last-good");
    }

    @Test
    void restart_afterAMoveWithinTheDeadband_publishesWhatEnvoyHas() {
        settle();
        for (int tick = 0; tick < 40; tick++) {
            serve(20, 22);
        }
        for (int tick = 0; tick < 10; tick++) {
            serve(200, 221);
        }
        var before = endpoints();

        restart(Duration.ofSeconds(1));
        step();

        assertThat(endpoints()).isEqualTo(before);
    }

    @Test
    void restart_learnsOn_fromFreshEvidence() {
        learn();
        restart(Duration.ofSeconds(5));
        for (int tick = 0; tick < 4; tick++) {
            serve(50, 5);
        }

        assertThat(quotes().policy()).isEqualTo("ewma");
        assertThat(share(AMBER)).isCloseTo(0.4, within(0.001));
    }

    @Test
    void restart_moreThan6TimesStalenessLater_isUniform_inSteps() {
        learn();
        restart(Duration.ofSeconds(61));
        step();

        assertThat(quotes().policy()).isEqualTo("uniform");
        assertThat(share(AMBER)).isCloseTo(0.5, within(0.001));
    }

    @Test
    void restart_doesNotProlongTheLastGoodWeights() {
        learn();
        idle(Duration.ofSeconds(40));
        restart(Duration.ofSeconds(5));
        step();
        assertThat(quotes().policy()).isEqualTo("last-good");

        idle(Duration.ofSeconds(20));
        assertThat(quotes().policy()).isEqualTo("uniform");
    }

    @Test
    void restart_whileTheWeightsNeverMove_knowsThatTheyWereConfirmed() {
        learn();
        for (int tick = 0; tick < 400; tick++) {
            serve(5, 50);
        }
        restart(Duration.ofSeconds(5));
        step();

        assertThat(quotes().policy()).isEqualTo("last-good");
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.000_001));
    }

    @Test
    void restart_twice_beforeAnyNodeSpoke_losesNothing() {
        learn();
        var before = endpoints();
        restart(Duration.ofSeconds(1));
        loop.tick();
        restart(Duration.ofSeconds(1));
        loop.tick();
        restart(Duration.ofSeconds(1));
        step();

        assertThat(endpoints()).isEqualTo(before);
    }

    @Test
    void restart_whileFrozen_keepsTheFrozenWeights_howeverOld_whateverIsMeasured() {
        learn();
        orders.freeze("a test");
        var before = endpoints();
        restart(Duration.ofDays(1));
        for (int tick = 0; tick < 40; tick++) {
            serve(50, 5);
        }

        assertThat(endpoints()).isEqualTo(before);
        assertThat(quotes().policy()).isEqualTo("frozen");

        orders.unfreeze("done");
        serve(50, 5);
        assertThat(share(AMBER)).isCloseTo(0.4, within(0.001));
    }

    @Test
    void freeze_whileANodeLeavesAndComesBack_learnsNothing() {
        learn();
        orders.freeze("a test");
        registered = () -> List.of(registered(AMBER));
        registry.refresh();
        loop.tick();
        assertThat(endpoints()).extracting(WeightedEndpoint::weight).containsExactly(1_000_000);

        registered = () -> List.of(registered(AMBER), registered(BIRCH));
        registry.refresh();
        serve(50, 5);
        assertThat(endpoints()).extracting(WeightedEndpoint::weight).containsExactly(600_000, 400_000);
    }

    @Test
    void nodeOutsideTheRegions_isNoEndpointAtAll_neitherLiveNorSilent(@TempDir Path folder) throws IOException {
        loop = begun(bounded(folder, "{regions: [eu-west, eu-north]}"));
        registered = () -> List.of(registered(AMBER), placed(BIRCH, "us-east", "0.0001"));
        settle();
        assertThat(endpoints())
                .extracting(WeightedEndpoint::node, WeightedEndpoint::weight)
                .containsExactly(tuple(AMBER, 1_000_000));
        assertThat(quotes().nodes()).extracting(NodeView::node).containsExactly(AMBER);

        run(Duration.ofSeconds(10));
        assertThat(endpoints())
                .extracting(WeightedEndpoint::node, WeightedEndpoint::usable)
                .containsExactly(tuple(AMBER, false));
    }

    @Test
    void nodeOutsideTheRegionsOfOneApi_servesTheOthers(@TempDir Path folder) throws IOException {
        loop = begun(bounded(folder, "{regions: [eu-west]}"));
        registered = () -> List.of(registered(AMBER), placed(BIRCH, "us-east", "0.0001"));
        settle();

        assertThat(loop.view().apis())
                .filteredOn(api -> !api.name().equals(QUOTES))
                .isNotEmpty()
                .allSatisfy(api ->
                        assertThat(api.nodes()).extracting(NodeView::node).containsExactly(AMBER, BIRCH));
    }

    @Test
    void noNodeWithinTheRegions_leavesNoEndpoint(@TempDir Path folder) throws IOException {
        loop = begun(bounded(folder, "{regions: [ap-south]}"));
        settle();
        serve(5, 50);

        assertThat(publisher.published).isNotEmpty();
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void nodeThatTheRegistryMovesOutOfTheRegions_leavesTheEndpoints_evenWhileFrozen(@TempDir Path folder)
            throws IOException {
        loop = begun(bounded(folder, "{regions: [eu-west]}"));
        settle();
        assertThat(endpoints()).extracting(WeightedEndpoint::node).containsExactly(AMBER, BIRCH);
        orders.freeze("a test");

        registered = () -> List.of(registered(AMBER), placed(BIRCH, "us-east", "0.0001"));
        registry.refresh();
        step();

        assertThat(endpoints()).extracting(WeightedEndpoint::node).containsExactly(AMBER);
    }

    @Test
    void budget_holdsTheMeanPriceOfACall(@TempDir Path folder) throws IOException {
        loop = begun(bounded(folder, "{budgetPer1000: 0.072 WEIR, availability: 99%}"));
        registered = () -> List.of(registered(AMBER), placed(BIRCH, "eu-west", "0.00005"));
        settle();

        assertThat(share(AMBER)).isCloseTo(0.44, within(1e-5));
        assertThat(quotes().guards()).isEmpty();
    }

    /** The shipped file, with bounds for quotes. */
    private static WeirConfig bounded(Path folder, String bounds) throws IOException {
        var yaml = Files.readString(Path.of("../weir.yaml"));
        return WeirConfig.read(Files.writeString(
                folder.resolve("weir.yaml"), yaml.replace("- name: quotes", "- name: quotes\n    bounds: " + bounds)));
    }

    private static RegisteredNode placed(NodeId node, String region, String price) {
        return new RegisteredNode(node, OPERATOR, new PoolName("edge"), region, TokenAmount.ofTokens(price));
    }

    private GatewayLoop begun() {
        return begun(WeirConfig.read(Path.of("../weir.yaml")));
    }

    private GatewayLoop begun(WeirConfig config) {
        return new GatewayLoop(
                config,
                new ServiceAddresses(10000, 9191, 9192, 8081, 18000),
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

    /** A process that ends, and the next one after a while. */
    private void restart(Duration away) {
        clock.forward(away);
        fleet.register(List.of());
        registry.refresh();
        publisher.published.clear();
        loop = begun();
    }

    /** Until amber, the faster one, is at the cap. */
    private void learn() {
        settle();
        for (int tick = 0; tick < 8; tick++) {
            serve(5, 50);
        }
    }

    private void settle() {
        registry.refresh();
        beat(AMBER);
        beat(BIRCH);
        loop.tick();
    }

    /** One tick in which both nodes answered four calls. */
    private void serve(int amberMillis, int birchMillis) {
        for (int i = 0; i < 4; i++) {
            attempts.offer(answered(AMBER, amberMillis, clock.instant()));
            attempts.offer(answered(BIRCH, birchMillis, clock.instant()));
        }
        step();
    }

    private void step() {
        clock.forward(TICK);
        beat(AMBER);
        beat(BIRCH);
        loop.tick();
    }

    private void idle(Duration duration) {
        for (long tick = duration.dividedBy(TICK); tick > 0; tick--) {
            step();
        }
    }

    private void run(Duration duration) {
        for (long tick = duration.dividedBy(TICK); tick > 0; tick--) {
            clock.forward(TICK);
            loop.tick();
        }
    }

    private void beat(NodeId node) {
        var heartbeat = new Heartbeat(
                node,
                new EndpointAddress("127.0.0.1", node.equals(AMBER) ? 9101 : 9103),
                ++sequence,
                clock.instant(),
                IN_FLIGHT);
        assertThat(fleet.accept(new SignedHeartbeat(heartbeat, OPERATOR.value())))
                .isEmpty();
    }

    private List<WeightedEndpoint> endpoints() {
        return endpoints(publisher.published.getLast());
    }

    private static List<WeightedEndpoint> endpoints(Topology topology) {
        return topology.apis().stream()
                .filter(route -> route.api().name().equals(QUOTES))
                .flatMap(route -> route.pools().stream())
                .flatMap(pool -> pool.endpoints().stream())
                .toList();
    }

    private ApiView quotes() {
        return loop.view().apis().stream()
                .filter(api -> api.name().equals(QUOTES))
                .findFirst()
                .orElseThrow();
    }

    private NodeView node(NodeId node) {
        return quotes().nodes().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private double share(NodeId node) {
        return node(node).shareWanted();
    }
}
