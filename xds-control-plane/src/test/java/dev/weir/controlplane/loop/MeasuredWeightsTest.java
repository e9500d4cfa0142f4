package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.NodeId;
import dev.weir.scoring.WindowSample;
import dev.weir.topology.WeightedEndpoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is measured is weighed, published, shown and kept for training. */
final class MeasuredWeightsTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void fasterNode_getsMore_inStepsOf20Points_upToTheCap() {
        loop.settle();
        loop.serve(5, 50);
        assertThat(loop.share(AMBER)).isCloseTo(0.6, within(0.001));

        for (int tick = 0; tick < 20; tick++) {
            loop.serve(5, 50);
        }
        assertThat(loop.share(AMBER)).isCloseTo(0.6, within(0.001));
        assertThat(loop.share(BIRCH)).isCloseTo(0.4, within(0.001));
        assertThat(loop.quotes().policy()).isEqualTo("ewma");
    }

    @Test
    void weights_withinTheDeadband_areNotPublished() {
        loop.settle();
        int before = loop.publisher.published.size();
        for (int tick = 0; tick < 40; tick++) {
            loop.serve(20, 20);
        }

        assertThat(loop.publisher.published).hasSize(before);
    }

    @Test
    void published_sumsToAMillion_whateverWasMeasured() {
        loop.settle();
        for (int tick = 1; tick < 40; tick++) {
            loop.serve(tick, 41 - tick);
        }

        assertThat(loop.publisher.published)
                .hasSizeGreaterThan(2)
                .allSatisfy(topology -> assertThat(LoopUnderTest.endpoints(topology).stream()
                                .mapToInt(WeightedEndpoint::weight)
                                .sum())
                        .isEqualTo(1_000_000));
    }

    @Test
    void contributions_ofEachNode_addUpToItsShare() {
        loop.settle();
        loop.orders.pin("operator", QUOTES, BIRCH, 0.45, "a test");
        for (int tick = 0; tick < 8; tick++) {
            loop.serve(5, 50);
        }

        assertThat(loop.quotes().nodes())
                .allSatisfy(node -> assertThat(node.why().orElseThrow().contributions().stream()
                                .mapToDouble(part -> part.value())
                                .sum())
                        .isCloseTo(node.shareWanted(), within(1e-6)));
    }

    @Test
    void telemetryThatEnds_leavesTheLastGoodWeights_thenUniform() {
        loop.settle();
        for (int tick = 0; tick < 8; tick++) {
            loop.serve(5, 50);
        }
        loop.idle(Duration.ofSeconds(1));
        assertThat(loop.share(AMBER)).isCloseTo(0.6, within(0.01));

        loop.idle(Duration.ofSeconds(15));
        assertThat(loop.quotes().policy()).isEqualTo("last-good");
        assertThat(loop.share(AMBER)).isCloseTo(0.6, within(0.01));

        loop.idle(Duration.ofSeconds(50));
        assertThat(loop.quotes().policy()).isEqualTo("uniform");
        assertThat(loop.share(AMBER)).isCloseTo(0.5, within(0.006));
    }

    @Test
    void view_countsAttemptsAndShareInFact() {
        loop.settle();
        for (int tick = 0; tick < 80; tick++) {
            loop.attempts.offer(answered(AMBER, 10, loop.clock.instant()));
            loop.attempts.offer(answered(AMBER, 10, loop.clock.instant()));
            loop.attempts.offer(answered(AMBER, 10, loop.clock.instant()));
            loop.attempts.offer(answered(BIRCH, 10, loop.clock.instant()));
            loop.step();
        }

        assertThat(loop.node(AMBER).attempts()).isEqualTo(240);
        assertThat(loop.node(AMBER).shareReal()).isCloseTo(0.75, within(0.001));
        assertThat(loop.node(BIRCH).p50Millis()).isCloseTo(10, within(0.5));
        assertThat(loop.quotes().requestsPerSecond()).isCloseTo(16, within(1.0));
        assertThat(loop.quotes().p99Millis()).isCloseTo(10, within(0.5));
    }

    @Test
    void windows_areKeptForTraining() {
        loop.settle();
        loop.serve(5, 50);

        assertThat(loop.kept).extracting(WindowSample::node).containsExactlyInAnyOrder(AMBER, BIRCH);
        assertThat(loop.kept).allSatisfy(window -> assertThat(window.share()).isEqualTo(0.5));
    }

    @Test
    void attemptsOfUnknownNodes_changeNothing() {
        loop.settle();
        loop.attempts.offer(answered(new NodeId("ghost"), 10, loop.clock.instant()));
        loop.step();

        assertThat(loop.quotes().nodes()).extracting(NodeView::node).containsExactly(AMBER, BIRCH);
        assertThat(loop.share(AMBER)).isEqualTo(0.5);
    }
}
