package dev.weir.trainer.adapter.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.adapter.onnx.OnnxScoringModel;
import dev.weir.trainer.Example;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LinearTrainingTest {
    @Test
    void onnxRuntime_saysWhatTheTrainerSays() {
        var examples = examples();
        var model = LinearTraining.model(examples, 3);

        try (var served = OnnxScoringModel.ofBytes(LinearTraining.train(examples, 3))) {
            for (var example : examples.subList(0, 200)) {
                double[] trained = model.predict(LinearTraining.row(example, 1))
                        .getOutput()
                        .getValues();
                var prediction = served.predict(example.features()).orElseThrow();
                double logLatency = example.features().values().getFirst() + trained[0];
                assertThat(Math.log(prediction.latencyMillis())).isCloseTo(logLatency, within(1e-5));
                assertThat(prediction.failureProbability())
                        .isCloseTo(Math.clamp(example.features().values().get(4) + trained[1], 0, 1), within(1e-5));
            }
        }
    }

    private static List<Example> examples() {
        var random = new SplittableRandom(1);
        return IntStream.range(0, 1_000).mapToObj(i -> example(random)).toList();
    }

    /** Each feature means something else, so that a wrong order would show. */
    private static Example example(SplittableRandom random) {
        var values = Stream.generate(() -> (float) random.nextDouble()).limit(8).toList();
        double latency = Math.exp(0.5 * values.get(0) - 0.3 * values.get(2) + 0.2 * values.get(7));
        return new Example(
                Instant.EPOCH, new FeatureVector(values), latency, values.get(4), 3, Math.exp(values.get(0)), 0.5);
    }
}
