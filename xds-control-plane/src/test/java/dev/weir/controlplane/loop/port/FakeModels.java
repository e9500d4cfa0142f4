package dev.weir.controlplane.loop.port;

import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.util.Optional;

/** Says what it is told to. */
public final class FakeModels implements ModelSource {
    public Latest latest = new Latest.None();

    @Override
    public Latest latest() {
        return latest;
    }

    /** A model that expects 5 ms of every node; its digest is one hex digit, repeated. */
    public static ScoringModel model(char digit) {
        return new ScoringModel() {
            @Override
            public ModelDigest digest() {
                return new ModelDigest(String.valueOf(digit).repeat(64));
            }

            @Override
            public Optional<Prediction> predict(FeatureVector features) {
                return Optional.of(new Prediction(5, 0));
            }
        };
    }
}
