package dev.weir.controlplane.loop.port;

import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.ScoringModel;
import java.time.Instant;
import java.util.Optional;

/** Where trained models come from. Called by one thread at a time. */
public interface ModelSource {
    /** Where nobody trains. */
    ModelSource NONE = new ModelSource() {
        @Override
        public Latest latest() {
            return new Latest.None();
        }

        @Override
        public Optional<Loaded> load(ModelDigest digest) {
            return Optional.empty();
        }
    };

    /** What was published last. */
    sealed interface Latest {
        /** Nothing was published yet. */
        record None() implements Latest {}

        /** As when it was last asked. */
        record Unchanged() implements Latest {}

        /** @param at when it was published, so that the same model published again can be told from the first time */
        record Good(Loaded loaded, Instant at) implements Latest {}

        /** @param digest as it was named @param why in words */
        record Refused(String digest, String why) implements Latest {}
    }

    /** A model that can be used. @param origin one line for people: trained on what, better by how much */
    record Loaded(ScoringModel model, String origin) {}

    Latest latest();

    /** A model that was published earlier; empty where it is gone or refused. */
    Optional<Loaded> load(ModelDigest digest);
}
