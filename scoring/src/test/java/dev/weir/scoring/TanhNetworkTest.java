package dev.weir.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TanhNetworkTest {
    @Test
    void layers_areTheHyperbolicTangentOfWeightedSums() {
        // Two inputs, two hidden, one output: weights by input, then biases, layer after layer.
        var network =
                new TanhNetwork(List.of(2, 2, 1), new float[] {0.5f, -1, 0.25f, 2, 0.1f, -0.2f, 1.5f, -0.5f, 0.3f});

        var said = network.correct(new float[][] {{1, 2}}).orElseThrow();

        double one = Math.tanh(0.5 * 1 + 0.25 * 2 + 0.1);
        double two = Math.tanh(-1 * 1 + 2 * 2 - 0.2);
        assertThat((double) said[0]).isCloseTo(Math.tanh(1.5 * one - 0.5 * two + 0.3), within(1e-6));
    }

    @Test
    void row_countsForItself_whateverIsBesideIt() {
        var network = new TanhNetwork(List.of(1, 1), new float[] {1, 0});

        assertThat(network.correct(new float[][] {{0.5f}, {-2}, {0.5f}}).orElseThrow())
                .containsExactly((float) Math.tanh(0.5), (float) Math.tanh(-2), (float) Math.tanh(0.5));
        assertThat(network.correct(new float[0][1]).orElseThrow()).isEmpty();
    }

    @Test
    void zeros_correctNothing() {
        var widths = List.of(3, 4, 1);
        var network = new TanhNetwork(widths, new float[TanhNetwork.size(widths)]);

        assertThat(network.correct(new float[][] {{1, 2, 3}}).orElseThrow()).containsExactly(0);
    }

    @Test
    void notANumber_isNoAnswer() {
        var network = new TanhNetwork(List.of(1, 1), new float[] {Float.NaN, 0});

        assertThat(network.correct(new float[][] {{1}})).isEmpty();
    }

    @Test
    void parameters_areCounted() {
        assertThat(TanhNetwork.size(List.of(12, 8, 8, 1))).isEqualTo(13 * 8 + 9 * 8 + 9);
        assertThatThrownBy(() -> new TanhNetwork(List.of(2, 1), new float[4]))
                .hasMessage("a network of widths [2, 1] has 3 parameters, not 4");
    }
}
