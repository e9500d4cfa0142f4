package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.NodeId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SteadyEstimatesTest {
    private final SteadyEstimates steady = new SteadyEstimates();

    @Test
    void nodesNearTheMedian_areAsFastAsIt() {
        assertThat(of(10, 11, 9, 40)).containsExactly(10.0, 10.0, 10.0, 40.0);
    }

    @Test
    void measuredWithinTheTolerance_stands() {
        of(10, 10, 10, 40);

        assertThat(of(11, 9, 12, 45)).containsExactly(10.0, 10.0, 10.0, 40.0);
    }

    @Test
    void measuredBeyondIt_isTakenAtOnce() {
        of(10, 10, 10, 40);

        assertThat(of(10, 10, 10, 80)).containsExactly(10.0, 10.0, 10.0, 80.0);
    }

    /** Or chance would leave it outside for good. */
    @Test
    void nodeThatComesNearTheCrowd_joinsIt_beforeTheToleranceOfItsOwn() {
        of(10, 10, 10, 14);

        assertThat(of(10, 10, 10, 12)).containsExactly(10.0, 10.0, 10.0, 14.0);
        assertThat(of(10, 10, 10, 11)).containsExactly(10.0, 10.0, 10.0, 10.0);
        assertThat(of(10, 10, 10, 13)).containsExactly(10.0, 10.0, 10.0, 10.0);
    }

    @Test
    void workThatDiffersMuch_widensTheTolerance() {
        var estimates = List.of(estimate(10), estimate(10), estimate(14));
        var differing = new SteadyEstimates().of(nodes(3), estimates, 10);

        assertThat(services(estimates, 1)).containsExactly(10.0, 10.0, 14.0);
        assertThat(differing.get(2).serviceMillis()).isEqualTo(10);
    }

    @Test
    void asFastWithMoreAtOnce_isNotNear() {
        var twice = new NodeEstimate(10, 10, 2, 0, 1);

        var all = steady.of(nodes(3), List.of(estimate(10), estimate(10), twice), 1);

        assertThat(all.get(2).parallel()).isEqualTo(2);
    }

    @Test
    void unknownNode_staysUnknown() {
        var all = steady.of(nodes(2), List.of(estimate(10), NodeEstimate.UNKNOWN), 1);

        assertThat(all.get(1)).isEqualTo(NodeEstimate.UNKNOWN);
    }

    @Test
    void rate_followsOverSomeTicks_andThenStands() {
        double rate = 0;
        for (int tick = 0; tick < 100; tick++) {
            rate = steady.rate(100);
        }

        assertThat(rate).isCloseTo(100, within(20.0));
        assertThat(steady.rate(130)).isEqualTo(rate);
    }

    @Test
    void rateOfNothing_isNothing() {
        assertThat(steady.rate(0)).isZero();
    }

    private List<Double> of(double... millis) {
        return services(
                Arrays.stream(millis).mapToObj(SteadyEstimatesTest::estimate).toList(), 1);
    }

    private List<Double> services(List<NodeEstimate> estimates, double variability) {
        return steady.of(nodes(estimates.size()), estimates, variability).stream()
                .map(NodeEstimate::serviceMillis)
                .toList();
    }

    private static List<NodeId> nodes(int n) {
        return IntStream.range(0, n).mapToObj(i -> new NodeId("node-" + i)).toList();
    }

    private static NodeEstimate estimate(double millis) {
        return new NodeEstimate(millis, millis, 1, 0, 1);
    }
}
