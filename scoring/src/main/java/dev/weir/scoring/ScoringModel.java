package dev.weir.scoring;

import java.util.Optional;

/** A trained model in force. Safe for use by many threads. */
public interface ScoringModel {
    ModelDigest digest();

    /** Empty where the model's answer is not a legal prediction (NaN, infinite, out of range): the caller then uses what it measured. */
    Optional<Prediction> predict(FeatureVector features);
}
