package dev.weir.balancing;

import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.util.Optional;
import java.util.function.Predicate;

/** Predicts the same for every node, and refuses those whose features it is told to. */
record FixedModel(Prediction prediction, Predicate<FeatureVector> refuses) implements ScoringModel {
    static final ModelDigest DIGEST = new ModelDigest("ab".repeat(32));

    @Override
    public ModelDigest digest() {
        return DIGEST;
    }

    @Override
    public Optional<Prediction> predict(FeatureVector features) {
        return refuses.test(features) ? Optional.empty() : Optional.of(prediction);
    }
}
