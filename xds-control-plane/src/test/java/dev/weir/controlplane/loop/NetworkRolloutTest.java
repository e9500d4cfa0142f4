package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.loop.RolloutUnderTest.number;
import static dev.weir.controlplane.loop.RolloutUnderTest.preferring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.balancing.Contribution;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.Publication;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.model.NodeId;
import dev.weir.scoring.PolicyNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy network on its way into force. */
final class NetworkRolloutTest {
    private final RolloutUnderTest rollout = new RolloutUnderTest();
    private final LoopUnderTest loop = rollout.loop;

    @BeforeEach
    void settle() {
        rollout.settle();
    }

    @Test
    void networkThatDoesNoHarm_passesEveryStage_andIsInForce(@TempDir Path folder) throws IOException {
        letAmberHaveAllThatIsPlanned(folder);
        rollout.publish(says(0.3f, 0));
        rollout.runUntilItIsOver(Duration.ofMinutes(5));

        assertThat(loop.audit.lines())
                .containsExactly(
                        "weir publish policy network dd: made for a test",
                        "weir stage policy network dd: shadow",
                        "weir stage policy network dd: canary 1 %",
                        "weir stage policy network dd: canary 10 %",
                        "weir stage policy network dd: canary 50 %",
                        "weir in-force policy network dd: after canary 50 %");
        assertThat(loop.view().network().digest()).contains("d".repeat(64));
        rollout.run(Duration.ofSeconds(5));
        assertThat(corrections(AMBER))
                .hasSize(1)
                .allSatisfy(given -> assertThat(given.value()).isPositive());
        assertThat(loop.quotes().policy()).isEqualTo("learned");
    }

    @Test
    void networkThatMakesCallsWorse_goesByItself_andWasNeverInForce(@TempDir Path folder) throws IOException {
        letAmberHaveAllThatIsPlanned(folder);
        rollout.publish(says(-1, 0));
        rollout.step();
        assertThat(rollout.view().kind()).isEqualTo("policy network");
        rollout.runUntilItIsOver(Duration.ofMinutes(5));

        var last = loop.audit.entries.getLast();
        assertThat(last.what()).isEqualTo("abort");
        assertThat(last.subject()).isEqualTo("policy network " + "d".repeat(64));
        assertThat(last.why()).startsWith("in canary 1");
        assertThat(number(last, "quotes.candidate.mean_ms"))
                .isGreaterThan(1.2 * number(last, "quotes.baseline.mean_ms"));
        assertThat(loop.artifacts.inForce()).isEqualTo(Learned.NOTHING);
        assertThat(corrections(AMBER)).isEmpty();
        assertThat(rollout.share(AMBER)).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @MethodSource("sayingNothingLegal")
    void networkThatSaysNothingLegal_goesInShadow_andTheTicksGoOn(PolicyNetwork network) {
        rollout.publish(network);
        rollout.runUntilItIsOver(Duration.ofMinutes(1));

        assertThat(loop.audit.lines())
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
        loop.source.publish(model, "made for a test", loop.clock.instant());
        loop.rollouts.state = new RolloutState(
                List.of(new Artifact(Kind.MODEL, model.digest())),
                Optional.empty(),
                List.of(new Publication(new Artifact(Kind.MODEL, model.digest()), loop.clock.instant())));
        loop.readArtifacts();
        loop.begin();
        rollout.publish(says(0, 0));
        rollout.run(Duration.ofSeconds(8));

        assertThat(rollout.view().kind()).isEqualTo("policy network");
        assertThat(loop.view().model().digest()).contains(model.digest().value());
        assertThat(rollout.shareOfCandidate(BIRCH)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void modelThatIsPublishedWhileANetworkIsOnTrial_waitsForItsTurn() {
        rollout.publish(says(0, 0));
        rollout.step();
        rollout.publish(preferring(AMBER));
        rollout.runUntil("canary 1 %");
        assertThat(rollout.view().kind()).isEqualTo("policy network");
        assertThat(loop.view().model().message()).startsWith("published, and waits");

        assertThat(loop.artifacts.rollBack("operator", "a test")).isPresent();
        loop.artifacts.refresh();
        rollout.step();
        assertThat(rollout.view().kind()).isEqualTo("model");
        assertThat(rollout.view().stage()).isEqualTo("shadow");
    }

    /** Birch answers in 20 ms, and no cap holds: a network can then turn the nodes' order round. */
    private void letAmberHaveAllThatIsPlanned(Path folder) throws IOException {
        rollout.birchMillis = 20;
        loop.begin(folder, yaml -> yaml.replace("cap: 60%", "cap: 95%"));
        rollout.run(Duration.ofSeconds(20));
        assertThat(rollout.share(AMBER)).isBetween(0.8, 0.92);
    }

    /** Says that of amber and birch, in this order, whatever it sees. */
    private static PolicyNetwork says(float... corrections) {
        return rows -> Optional.of(corrections);
    }

    /** What a policy network in force did to the share of a node. */
    private List<Contribution> corrections(NodeId node) {
        return loop.quotes().nodes().stream()
                .filter(each -> each.node().equals(node))
                .flatMap(each -> each.why().orElseThrow().contributions().stream())
                .filter(part -> part.name().equals("policy network"))
                .toList();
    }
}
