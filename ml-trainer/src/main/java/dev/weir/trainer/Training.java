package dev.weir.trainer;

import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.adapter.onnx.ModelRegistry;
import dev.weir.scoring.adapter.onnx.OnnxScoringModel;
import dev.weir.scoring.adapter.onnx.Provenance;
import dev.weir.scoring.adapter.parquet.SegmentFolder;
import dev.weir.trainer.adapter.tribuo.LinearTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** One training: segments in, a published model or a reason out. */
public final class Training {
    /** About a minute of five nodes under traffic. */
    static final int NEEDED = 600;

    private static final double TRAINED_ON = 0.7;
    private static final String TRAINER = "tribuo LinearSGDTrainer, Huber, AdaGrad";

    private Training() {}

    /**
     * Trains on the first {@value #TRAINED_ON} of the time that was recorded, judges on the rest, and publishes to {@code models}
     * only what beats EWMA there.
     *
     * @throws IOException where segments cannot be listed or the model cannot be written
     */
    public static TrainingReport run(Path segments, Path models, long seed, InstantSource clock) throws IOException {
        var examples = Examples.of(new SegmentFolder(segments).read().windows());
        if (examples.size() < NEEDED) {
            return new TrainingReport.TooLittleData(examples.size(), NEEDED);
        }
        int cut = (int) (TRAINED_ON * examples.size());
        byte[] onnx = LinearTraining.train(examples.subList(0, cut), seed);
        Evaluation evaluation;
        try (var model = OnnxScoringModel.ofBytes(onnx)) {
            evaluation = Evaluation.of(model, examples.subList(cut, examples.size()), seed);
        }
        if (!evaluation.publishable()) {
            return new TrainingReport.NotBetter(evaluation);
        }
        var digest = new ModelRegistry(models).publish(onnx, provenance(examples, seed, clock, evaluation));
        return new TrainingReport.Published(digest, evaluation);
    }

    private static Provenance provenance(
            List<Example> examples, long seed, InstantSource clock, Evaluation evaluation) {
        return new Provenance(
                FeatureSchema.VERSION,
                FeatureSchema.names(),
                TRAINER,
                seed,
                clock.instant(),
                examples.getFirst().end(),
                examples.getLast().end(),
                examples.size(),
                evaluation.metrics());
    }
}
