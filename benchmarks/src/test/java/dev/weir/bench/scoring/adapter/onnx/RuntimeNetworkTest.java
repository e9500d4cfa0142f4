package dev.weir.bench.scoring.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import dev.weir.scoring.adapter.onnx.NetworkFile;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RuntimeNetworkTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void runtime_saysOfTheFile_whatTheTrainedNetworkSays_within1e6(int seed) {
        var random = new SplittableRandom(seed);
        var network = network(random, List.of(PolicyFeatures.names().size(), 8, 1));
        float[][] rows = rows(random, 1 + random.nextInt(60));

        try (var runtime = new RuntimeNetwork(NetworkFile.write(network))) {
            assertThat(runtime.correct(rows).orElseThrow())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(network.correct(rows).orElseThrow());
        }
    }

    private static TanhNetwork network(SplittableRandom random, List<Integer> widths) {
        float[] parameters = new float[TanhNetwork.size(widths)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.5 * random.nextGaussian());
        }
        return new TanhNetwork(widths, parameters);
    }

    private static float[][] rows(SplittableRandom random, int count) {
        float[][] rows = new float[count][PolicyFeatures.names().size()];
        for (var row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextDouble(-PolicyFeatures.BOUND, PolicyFeatures.BOUND);
            }
        }
        return rows;
    }
}
