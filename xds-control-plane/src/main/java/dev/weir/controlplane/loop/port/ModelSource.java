package dev.weir.controlplane.loop.port;

import dev.weir.scoring.ScoringModel;

/** Where trained models come from. Called by one thread. */
public interface ModelSource {
    /** What the source has in force now. */
    sealed interface Latest {
        /** Nothing was published yet. */
        record None() implements Latest {}

        /** As when it was last asked. */
        record Unchanged() implements Latest {}

        /** @param origin one line for people: trained on what, better by how much */
        record Good(ScoringModel model, String origin) implements Latest {}

        /** @param digest as it was named @param why in words */
        record Refused(String digest, String why) implements Latest {}
    }

    Latest latest();
}
