package dev.weir.controlplane.loop.port;

import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Says what it is told to; has every artifact that it was told of, until it is taken away. */
public final class FakeArtifacts implements ArtifactSource {
    public Latest latest = new Latest.None();
    public final Map<ModelDigest, Loaded> kept = new HashMap<>();

    /** A model is published now. */
    public void publish(ScoringModel model, String origin, Instant now) {
        publish(new Loaded.Model(model, origin), now);
    }

    /** A policy network is published now. */
    public void publish(ModelDigest digest, PolicyNetwork network, String origin, Instant now) {
        publish(new Loaded.Network(digest, network, origin), now);
    }

    private void publish(Loaded loaded, Instant now) {
        kept.put(loaded.artifact().digest(), loaded);
        latest = new Latest.Good(loaded, now);
    }

    @Override
    public Latest latest() {
        return latest;
    }

    @Override
    public Optional<Loaded> load(ModelDigest digest) {
        return Optional.ofNullable(kept.get(digest));
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
