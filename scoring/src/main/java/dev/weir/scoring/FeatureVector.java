package dev.weir.scoring;

import java.util.List;

/** What a model sees of one endpoint: the values of {@link FeatureSchema#names()}, in that order, each finite and bounded. */
public record FeatureVector(List<Float> values) {
    public FeatureVector {
        values = List.copyOf(values);
        if (values.size() != FeatureSchema.names().size()) {
            throw new IllegalArgumentException(
                    "expected " + FeatureSchema.names().size() + " features, found " + values.size());
        }
        for (var value : values) {
            if (!(Math.abs(value) <= FeatureSchema.BOUND)) {
                throw new IllegalArgumentException(
                        "feature " + value + " is not finite within ±" + FeatureSchema.BOUND);
            }
        }
    }

    public float[] toArray() {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
