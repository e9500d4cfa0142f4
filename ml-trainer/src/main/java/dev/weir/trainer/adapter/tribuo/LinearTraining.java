package dev.weir.trainer.adapter.tribuo;

import dev.weir.scoring.FeatureSchema;
import dev.weir.trainer.Example;
import java.util.List;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.Huber;

/**
 * A linear model of two outputs, in this order: log-ratio of latency, change of failure ratio. Huber loss, so that one stall does
 * not bend the line. The same examples and seed give the same bytes.
 */
public final class LinearTraining {
    private static final double LEARNING_RATE = 0.05;
    private static final int EPOCHS = 20;
    private static final int BATCH = 32;

    private LinearTraining() {}

    /** The trained model as ONNX: input {@code [n, features]} in the schema's order, output {@code [n, 2]}. */
    public static byte[] train(List<Example> examples, long seed) {
        // Tribuo writes the time of training into the text; ours stands in provenance.json, beside a reproducible
        // model.
        return model(examples, seed).exportONNXModel("dev.weir", FeatureSchema.VERSION).toBuilder()
                .clearDocString()
                .clearMetadataProps()
                .build()
                .toByteArray();
    }

    static LinearSGDModel model(List<Example> examples, long seed) {
        var trainer =
                new LinearSGDTrainer(new Huber(), new AdaGrad(LEARNING_RATE), EPOCHS, Integer.MAX_VALUE, BATCH, seed);
        return (LinearSGDModel) trainer.train(dataset(examples));
    }

    private static MutableDataset<Regressor> dataset(List<Example> examples) {
        var factory = new RegressionFactory();
        var origin = new SimpleDataSourceProvenance("telemetry segments", factory);
        var dataset = new MutableDataset<>(origin, factory);
        double meanAttempts =
                examples.stream().mapToInt(Example::attempts).average().orElse(1);
        for (var example : examples) {
            dataset.add(row(example, (float) (example.attempts() / meanAttempts)));
        }
        return dataset;
    }

    static ArrayExample<Regressor> row(Example example, float weight) {
        var row = new ArrayExample<>(
                new Regressor(
                        new String[] {"0-log-ratio", "1-failure-change"},
                        new double[] {example.logRatio(), example.failureChange()}),
                weight);
        var values = example.features().values();
        for (int i = 0; i < values.size(); i++) {
            row.add(name(i), values.get(i));
        }
        return row;
    }

    /** Tribuo orders features by name; the number in front keeps the schema's order. */
    private static String name(int index) {
        return (char) ('a' + index) + "-" + FeatureSchema.names().get(index);
    }
}
