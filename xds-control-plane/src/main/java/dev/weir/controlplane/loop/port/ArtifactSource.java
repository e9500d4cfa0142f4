package dev.weir.controlplane.loop.port;

import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.ScoringModel;
import java.time.Instant;
import java.util.Optional;

/** Where trained artifacts of one kind come from. Called by one thread at a time. */
public interface ArtifactSource {
    /** What was published last. */
    sealed interface Latest {
        /** Nothing was published yet. */
        record None() implements Latest {}

        /** As when it was last asked. */
        record Unchanged() implements Latest {}

        /** @param at when it was published, so that the same artifact published again can be told from the first time */
        record Good(Loaded loaded, Instant at) implements Latest {}

        /** @param digest as it was named @param why in words */
        record Refused(String digest, String why) implements Latest {}
    }

    /** An artifact that can be used. */
    sealed interface Loaded {
        Artifact artifact();

        /** One line for people: trained on what, better by how much. */
        String origin();

        record Model(ScoringModel model, String origin) implements Loaded {
            @Override
            public Artifact artifact() {
                return new Artifact(Kind.MODEL, model.digest());
            }
        }

        record Network(ModelDigest digest, PolicyNetwork network, String origin) implements Loaded {
            @Override
            public Artifact artifact() {
                return new Artifact(Kind.NETWORK, digest);
            }
        }
    }

    Latest latest();

    /** An artifact that was published earlier; empty where it is gone or refused. */
    Optional<Loaded> load(ModelDigest digest);
}
