package dev.weir.trainer.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import dev.weir.scoring.adapter.onnx.OnnxPolicyNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NetworkExportTest {
    private static final int FEATURES = PolicyFeatures.names().size();

    @Test
    void runtime_saysWhatTheTrainerSaid_within1e6() {
        var random = new SplittableRandom(4);
        for (int trial = 0; trial < 20; trial++) {
            var network = network(random, List.of(FEATURES, 8, 8, 1));
            float[][] rows = rows(random, 1 + random.nextInt(60), PolicyFeatures.BOUND);
            try (var served = OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network))) {
                assertThat(served.correct(rows).orElseThrow())
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(network.correct(rows).orElseThrow());
            }
        }
    }

    @Test
    void sameNetwork_givesTheSameBytes_andAnyDepthIsWritten() {
        var network = network(new SplittableRandom(4), List.of(FEATURES, 3, 1));

        assertThat(NetworkExport.onnx(network)).isEqualTo(NetworkExport.onnx(network));
        try (var served = OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network))) {
            assertThat(served.correct(new float[0][FEATURES]).orElseThrow()).isEmpty();
        }
    }

    @Test
    void networkOfNaNs_isRefused() {
        float[] parameters = new float[TanhNetwork.size(List.of(FEATURES, 1))];
        Arrays.fill(parameters, Float.NaN);

        assertThatThrownBy(() -> OnnxPolicyNetwork.ofBytes(
                        NetworkExport.onnx(new TanhNetwork(List.of(FEATURES, 1), parameters))))
                .hasMessage("it does not give a correction in [-1, 1] for each node");
    }

    @Test
    void networkOfOtherFeatures_isRefused() {
        var widths = List.of(FEATURES + 1, 1);
        var network = new TanhNetwork(widths, new float[TanhNetwork.size(widths)]);

        assertThatThrownBy(() -> OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void networkOfTwoOutputs_isRefused() {
        var widths = List.of(FEATURES, 2);
        var network = new TanhNetwork(widths, new float[TanhNetwork.size(widths)]);

        assertThatThrownBy(() -> OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TanhNetwork network(SplittableRandom random, List<Integer> widths) {
        float[] parameters = new float[TanhNetwork.size(widths)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.5 * random.nextGaussian());
        }
        return new TanhNetwork(widths, parameters);
    }

    private static float[][] rows(SplittableRandom random, int count, float bound) {
        float[][] rows = new float[count][FEATURES];
        for (var row : rows) {
            for (int i = 0; i < FEATURES; i++) {
                row[i] = (float) random.nextDouble(-bound, bound);
            }
        }
        return rows;
    }
}
