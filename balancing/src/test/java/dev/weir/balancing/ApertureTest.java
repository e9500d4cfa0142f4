package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ApertureTest {
    private static final List<Integer> ALIKE = Collections.nCopies(20, 50_000);

    @Test
    void gatewayAlone_hasTheWeightsAsTheyAre() {
        assertThat(Aperture.weights(nodes(2), List.of(700_000, 300_000), List.of(1.0), 0))
                .containsExactly(700_000, 300_000);
    }

    @Test
    void fewNodes_areSharedByAll() {
        assertThat(Aperture.weights(nodes(2), List.of(700_000, 300_000), List.of(0.5, 0.5), 1))
                .containsExactly(700_000, 300_000);
    }

    /** 20 alike among 20: five each, and the edges of two. */
    @Test
    void ofManyGateways_eachSendsMostToAFew() {
        var weights = Aperture.weights(nodes(20), ALIKE, Collections.nCopies(20, 0.05), 7);

        int few = weights.stream()
                .sorted(Comparator.reverseOrder())
                .limit(6)
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(few).isGreaterThan(950_000);
        assertThat(weights).allMatch(weight -> weight > 1_000);
    }

    @Test
    void twoGateways_halveTheNodes() {
        var one = Aperture.weights(nodes(20), ALIKE, List.of(0.5, 0.5), 0);
        var other = Aperture.weights(nodes(20), ALIKE, List.of(0.5, 0.5), 1);

        assertThat(one.stream().filter(weight -> weight > 90_000)).hasSize(10);
        assertThat(IntStream.range(0, 20).allMatch(node -> one.get(node) > 90_000 ^ other.get(node) > 90_000))
                .isTrue();
    }

    @Test
    void nodeOutOfUse_isNobodys() {
        var weights = new ArrayList<>(ALIKE);
        weights.set(3, 0);
        for (int gateway = 0; gateway < 4; gateway++) {
            assertThat(Aperture.weights(nodes(20), weights, Collections.nCopies(4, 0.25), gateway))
                    .satisfies(parts -> assertThat(parts.get(3)).isEqualTo(1))
                    .satisfies(parts -> assertThat(
                                    parts.stream().mapToInt(Integer::intValue).sum())
                            .isBetween(999_900, 1_000_100));
        }
    }

    @Test
    void noNodeInUse_givesWeightsAllTheSame() {
        assertThat(Aperture.weights(nodes(6), Collections.nCopies(6, 0), List.of(0.5, 0.5), 0))
                .containsOnly(1);
        assertThat(Aperture.weights(List.of(), List.of(), List.of(0.5, 0.5), 0)).isEmpty();
    }

    /** Else every node that comes or goes would send all gateways elsewhere. */
    @Test
    void nodeThatJoins_leavesMostWhereItWas() {
        var before = Aperture.weights(nodes(20), ALIKE, Collections.nCopies(10, 0.1), 4);
        var after = Aperture.weights(nodes(21), Collections.nCopies(21, 47_619), Collections.nCopies(10, 0.1), 4);

        int stayed = IntStream.range(0, 20)
                .map(node -> Math.min(before.get(node), after.get(node)))
                .sum();
        assertThat(stayed).isGreaterThan(700_000);
    }

    @Test
    void allGatewaysTogether_sendAsTheWeightsSay() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new SplittableRandom(seed);
            var weights = random.ints(random.nextInt(1, 60), 0, 600_000)
                    .map(weight -> random.nextInt(5) == 0 ? 0 : weight)
                    .boxed()
                    .toList();
            double[] calls = random.doubles(random.nextInt(1, 30), 0.01, 1).toArray();
            double all = Arrays.stream(calls).sum();
            var traffic = Arrays.stream(calls).mapToObj(each -> each / all).toList();

            double[] sent = sent(weights, traffic);

            double sum = weights.stream().mapToDouble(Integer::doubleValue).sum();
            for (int node = 0; sum > 0 && node < sent.length; node++) {
                assertThat(sent[node])
                        .as("seed %d, node %d", seed, node)
                        .isCloseTo(weights.get(node) / sum, within(0.0005));
            }
        }
    }

    /** The part of all calls that each node gets. */
    private static double[] sent(List<Integer> weights, List<Double> traffic) {
        double[] sent = new double[weights.size()];
        for (int gateway = 0; gateway < traffic.size(); gateway++) {
            var parts = Aperture.weights(nodes(weights.size()), weights, traffic, gateway);
            assertThat(parts).hasSameSizeAs(weights).allMatch(part -> part >= 1);
            double whole = parts.stream().mapToDouble(Integer::doubleValue).sum();
            for (int node = 0; node < sent.length; node++) {
                sent[node] += traffic.get(gateway) * parts.get(node) / whole;
            }
        }
        return sent;
    }

    private static List<NodeId> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(node -> new NodeId("node-" + node))
                .toList();
    }
}
