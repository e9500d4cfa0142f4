package dev.weir.controlplane.loop.port;

import dev.weir.scoring.PolicyNetwork;

/** Where published policy networks come from. Called by one thread. */
public interface NetworkSource {
    /** What the source has in force now. */
    sealed interface Latest {
        /** Nothing was published, or nothing else since it was last asked. */
        record Nothing() implements Latest {}

        /** @param origin one line for people: which, trained how */
        record Good(PolicyNetwork network, String origin) implements Latest {}

        /** @param digest as it was named @param why in words */
        record Refused(String digest, String why) implements Latest {}
    }

    Latest latest();
}
