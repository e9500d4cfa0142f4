package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.balancing.Contribution;
import dev.weir.controlplane.loop.port.ArtifactSource.Latest;
import dev.weir.controlplane.loop.port.FakeArtifacts;
import dev.weir.scoring.ModelDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and policy networks that come into force while the loop runs, without a trial. */
final class LearnedPolicyTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void model_inForce_isThePolicy_andItsExpectationIsShown() {
        loop.settle();
        loop.source.publish(FakeArtifacts.model('a'), "made for a test", loop.clock.instant());
        loop.artifacts.refresh();
        for (int tick = 0; tick < 8; tick++) {
            loop.serve(50, 50);
        }

        assertThat(loop.quotes().policy()).isEqualTo("learned");
        assertThat(loop.view().model().digest()).contains("a".repeat(64));
        loop.orders.pin("operator", QUOTES, AMBER, 0.2, "so that the plan is told");
        loop.serve(50, 50);
        assertThat(loop.node(AMBER).why().orElseThrow().latencyMillis()).isEqualTo(5);
    }

    @Test
    void network_publishedWhileTheLoopRuns_correctsThePlan_andIsNamedInTheExplanation() {
        loop.settle();
        serveAlike();
        assertThat(loop.share(AMBER)).isCloseTo(0.5, within(0.01));

        publish(-0.2f);
        serveAlike();

        assertThat(loop.quotes().policy()).isEqualTo("learned");
        assertThat(loop.share(AMBER)).isCloseTo(1 / (1 + Math.exp(0.4)), within(0.01));
        assertThat(loop.node(AMBER).why().orElseThrow().contributions())
                .extracting(Contribution::name)
                .contains("policy network");
    }

    @Test
    void network_thatIsRefused_leavesTheLastGoodOneInForce() {
        loop.settle();
        publish(-0.2f);
        loop.networks.latest = new Latest.Refused("b".repeat(64), "its files are not those that the digest names");
        loop.artifacts.refresh();
        serveAlike();

        assertThat(loop.share(AMBER)).isCloseTo(1 / (1 + Math.exp(0.4)), within(0.01));
    }

    @Test
    void policyEwma_letsNothingLearnedDecide(@TempDir Path folder) throws IOException {
        loop.begin(folder, yaml -> yaml.replace("{policy: learned,", "{policy: ewma,"));
        loop.settle();
        publish(-0.2f);
        loop.source.publish(FakeArtifacts.model('a'), "made for a test", loop.clock.instant());
        loop.artifacts.refresh();
        serveAlike();

        assertThat(loop.quotes().policy()).isEqualTo("ewma");
        assertThat(loop.share(AMBER)).isCloseTo(0.5, within(0.01));
    }

    /** A network that has this to say of the first node, and nothing of the others. */
    private void publish(float correction) {
        loop.networks.publish(
                new ModelDigest("c".repeat(64)),
                rows -> {
                    float[] corrections = new float[rows.length];
                    corrections[0] = correction;
                    corrections[rows.length - 1] = 0;
                    return Optional.of(corrections);
                },
                "made for a test",
                loop.clock.instant());
        loop.artifacts.refresh();
    }

    private void serveAlike() {
        for (int tick = 0; tick < 8; tick++) {
            loop.serve(20, 20);
        }
    }
}
