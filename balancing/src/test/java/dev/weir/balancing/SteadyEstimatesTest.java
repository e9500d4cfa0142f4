package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(of(10, 10, 10, 12)).containsExactly(10.0, 10.0, 10.0, 10.0);
    }

    @Test
    void unknownNode_staysUnknown() {
        var all = steady.of(nodes(2), List.of(estimate(10), NodeEstimate.UNKNOWN));

        assertThat(all.get(1)).isEqualTo(NodeEstimate.UNKNOWN);
    }

    @Test
    void load_isByCapacity_inTenths_andStands() {
        // Half as fast, so half the capacity: 0.9 of two thirds and 0.3 of one third.
        steady.of(nodes(2), List.of(busy(10, 0.9), busy(20, 0.3)));
        assertThat(steady.load()).isEqualTo(0.7);

        steady.of(nodes(2), List.of(busy(10, 0.95), busy(20, 0.4)));
        assertThat(steady.load()).isEqualTo(0.7);
    }

    private List<Double> of(double... millis) {
        return steady
                .of(
                        nodes(millis.length),
                        Arrays.stream(millis)
                                .mapToObj(SteadyEstimatesTest::estimate)
                                .toList())
                .stream()
                .map(NodeEstimate::serviceMillis)
                .toList();
    }

    private static NodeEstimate estimate(double millis) {
        return busy(millis, 0);
    }

    private static NodeEstimate busy(double millis, double busy) {
        return new NodeEstimate(millis, millis, 0, 1, busy);
    }

    private static List<NodeId> nodes(int count) {
        return IntStream.range(0, count).mapToObj(i -> new NodeId("node-" + i)).toList();
    }
}
