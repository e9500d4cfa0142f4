package dev.weir.controlplane.loop;

import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.util.Optional;

/** A candidate whose answers are counted. Belongs to the weight loop's thread. */
final class WatchedModel implements ScoringModel {
    private final ScoringModel model;
    private long asked;
    private long unanswered;

    WatchedModel(ScoringModel model) {
        this.model = model;
    }

    @Override
    public ModelDigest digest() {
        return model.digest();
    }

    @Override
    public Optional<Prediction> predict(FeatureVector features) {
        var prediction = model.predict(features);
        asked++;
        unanswered += prediction.isEmpty() ? 1 : 0;
        return prediction;
    }

    long asked() {
        return asked;
    }

    long unanswered() {
        return unanswered;
    }
}
