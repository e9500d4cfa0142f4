package dev.weir.controlplane.loop;

import dev.weir.controlplane.loop.port.ArtifactSource.Loaded;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.util.Optional;

/** A candidate whose answers are counted. Belongs to the weight loop's thread. */
final class WatchedCandidate {
    private final Loaded watched;
    private long asked;
    private long unanswered;

    WatchedCandidate(Loaded candidate) {
        this.watched = switch (candidate) {
            case Loaded.Model found -> new Loaded.Model(watched(found.model()), found.origin());
            case Loaded.Network found -> new Loaded.Network(found.digest(), watched(found.network()), found.origin());
        };
    }

    /** What its arm plans with: what is in force, with the candidate in the place of its kind. */
    Learned beside(Learned inForce) {
        return inForce.with(watched);
    }

    long asked() {
        return asked;
    }

    /** How often it gave nothing, or nothing legal. */
    long unanswered() {
        return unanswered;
    }

    private ScoringModel watched(ScoringModel model) {
        return new ScoringModel() {
            @Override
            public ModelDigest digest() {
                return model.digest();
            }

            @Override
            public Optional<Prediction> predict(FeatureVector features) {
                return counted(model.predict(features));
            }
        };
    }

    private PolicyNetwork watched(PolicyNetwork network) {
        return rows -> counted(network.correct(rows).filter(said -> PolicyNetwork.legal(said, rows.length)));
    }

    private <T> Optional<T> counted(Optional<T> answer) {
        asked++;
        unanswered += answer.isEmpty() ? 1 : 0;
        return answer;
    }
}
