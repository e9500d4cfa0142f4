package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Five unlike nodes under the settings of weir.yaml; at 10 requests a second in all, a window holds 0 to 3 attempts. */
final class BalancerInVirtualTimeTest {
    private static final Duration TICK = VirtualNodes.SETTINGS.tick();

    @ParameterizedTest
    @ValueSource(doubles = {100, 10})
    void fasterNodes_getMore(double requestsPerSecond) {
        var nodes = settled(requestsPerSecond);

        assertThat(nodes.share(0)).isEqualTo(0.6);
        assertThat(nodes.share(1)).isBetween(0.22, 0.26);
        assertThat(nodes.share(2)).isBetween(0.09, 0.12);
        assertThat(nodes.share(3)).isBetween(0.025, 0.05);
        assertThat(nodes.share(4)).isBetween(0.01, 0.03);
    }

    /** At any phase of the traffic. The fastest node needs three ticks at least: the step takes 20 points of its 60 at a time. */
    @ParameterizedTest
    @CsvSource({"100, 0", "10, 0", "100, 1", "10, 1", "100, 2", "10, 2"})
    void nodeThatBecomesTenTimesSlower_isBelowFivePercentWithinEightTicks(double requestsPerSecond, int node) {
        for (int phase = 0; phase < 40; phase++) {
            var nodes = settled(requestsPerSecond);
            nodes.run(TICK.multipliedBy(phase));

            nodes.makeSlower(node, 10);

            int ticks = ticksUntilShareIsBelow(0.05, node, nodes);
            assertThat(ticks).as("phase %d", phase).isLessThanOrEqualTo(8);
        }
    }

    /** As one that was trained where latencies jump about a level, and the level stays. */
    @ParameterizedTest
    @ValueSource(doubles = {100, 10})
    void underAModelThatForeseesTheUsual_aSuddenChangeIsBelievedAllTheSame(double requestsPerSecond) {
        var nodes = settled(requestsPerSecond);
        nodes.predictBy(new Usual());
        nodes.run(Duration.ofSeconds(5));

        nodes.makeSlower(0, 10);

        assertThat(ticksUntilShareIsBelow(0.05, 0, nodes)).isLessThanOrEqualTo(16);
    }

    private static final class Usual implements ScoringModel {
        @Override
        public ModelDigest digest() {
            return FixedModel.DIGEST;
        }

        @Override
        public Optional<Prediction> predict(FeatureVector features) {
            int slow = FeatureSchema.names().indexOf("log-latency-slow");
            return Optional.of(new Prediction(Math.exp(features.values().get(slow)), 0));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 10})
    void nodeThatStaysSlow_isTriedNowAndThen_andStaysSmall(double requestsPerSecond) {
        var nodes = settled(requestsPerSecond);
        nodes.makeSlower(0, 10);
        nodes.run(Duration.ofSeconds(2));

        for (int tick = 0; tick < 480; tick++) {
            nodes.tick();
            assertThat(nodes.share(0)).as("%s", nodes).isLessThan(0.1);
        }
    }

    /** Whoever gets few requests has little chance to show that it is fast again. */
    @ParameterizedTest
    @CsvSource({"100, 12", "10, 60"})
    void nodeThatHeals_isAboveFifteenPercentAgain(double requestsPerSecond, int most) {
        for (int phase = 0; phase < 40; phase++) {
            var nodes = settled(requestsPerSecond);
            nodes.makeSlower(0, 10);
            nodes.run(Duration.ofSeconds(30).plus(TICK.multipliedBy(phase)));

            nodes.makeSlower(0, 0.1);

            int ticks = ticksUntilShareIsAbove(0.15, 0, nodes);
            assertThat(ticks).as("phase %d", phase).isLessThanOrEqualTo(most);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 10})
    void nodeThatRefuses_isBelowFivePercentWithinEightTicks_andComesBack(double requestsPerSecond) {
        var nodes = settled(requestsPerSecond);

        nodes.refuse(0, true);
        assertThat(ticksUntilShareIsBelow(0.05, 0, nodes)).isLessThanOrEqualTo(8);

        nodes.run(Duration.ofSeconds(30));
        nodes.refuse(0, false);
        assertThat(ticksUntilShareIsAbove(0.15, 0, nodes)).isLessThanOrEqualTo(80);
    }

    @Test
    void nodeThatRefusesFromTheStart_isBelowFivePercentWithinEightTicks() {
        var nodes = new VirtualNodes(100, 4, 8, 12, 20, 30);

        nodes.refuse(0, true);

        assertThat(ticksUntilShareIsBelow(0.05, 0, nodes)).isLessThanOrEqualTo(8);
    }

    /** An even share of six is 17 %. */
    @ParameterizedTest
    @ValueSource(doubles = {200, 20})
    void nodeWhoseTailLeavesTheCrowd_isDrained_andComesBackByStepsWithoutOvershoot(double requestsPerSecond) {
        var nodes = new VirtualNodes(requestsPerSecond, 20, 20, 20, 20, 20, 20);
        nodes.run(Duration.ofSeconds(30));
        nodes.makeSlower(0, 20);
        int ticks = 0;
        while (!nodes.drained(0)) {
            nodes.tick();
            assertThat(++ticks).as("%s", nodes).isLessThan(40);
        }

        nodes.makeSlower(0, 0.05);
        double before = 0;
        for (int tick = 0; tick < 480; tick++) {
            nodes.tick();
            assertThat(nodes.share(0)).as("%s", nodes).isLessThan(0.25);
            var why = nodes.plan().weights().getFirst().why();
            double sum = why.contributions().stream()
                    .mapToDouble(Contribution::value)
                    .sum();
            assertThat(sum).isCloseTo(nodes.share(0), within(1e-6));
            before = nodes.share(0);
        }
        assertThat(nodes.drained(0)).isFalse();
        assertThat(before).as("%s", nodes).isBetween(0.12, 0.2);
    }

    @Test
    void steadyNodes_arePushedOnlyUntilTheyAreKnown() {
        var nodes = settled(100);
        int before = nodes.pushes();

        nodes.run(Duration.ofSeconds(10));

        assertThat(nodes.pushes()).isEqualTo(before);
    }

    private static VirtualNodes settled(double requestsPerSecond) {
        var nodes = new VirtualNodes(requestsPerSecond, 4, 8, 12, 20, 30);
        nodes.run(Duration.ofSeconds(30));
        return nodes;
    }

    private static int ticksUntilShareIsBelow(double share, int node, VirtualNodes nodes) {
        int ticks = 0;
        while (nodes.share(node) >= share && ticks < 400) {
            nodes.tick();
            ticks++;
        }
        return ticks;
    }

    private static int ticksUntilShareIsAbove(double share, int node, VirtualNodes nodes) {
        int ticks = 0;
        while (nodes.share(node) <= share && ticks < 400) {
            nodes.tick();
            ticks++;
        }
        return ticks;
    }
}
