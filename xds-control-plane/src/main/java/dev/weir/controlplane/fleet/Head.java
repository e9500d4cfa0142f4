package dev.weir.controlplane.fleet;

import java.util.Objects;
import java.util.Optional;

/**
 * Where one endpoint of an API stands on its chain.
 *
 * @param block the newest that it said it has; empty where it never did
 * @param behind how many blocks it is behind what the others agree on, below 0 where it is ahead; empty where one of the two is unknown
 * @param words the same for people
 */
public record Head(Standing standing, Optional<Long> block, Optional<Long> behind, String words) {
    /** Whether it is sent calls, and why. */
    public enum Standing {
        /** Near enough, or nobody is there to compare it with. */
        FRESH,
        /** It does not say where it is, which is not behind. */
        UNKNOWN,
        /** Too far: sent nothing until it has caught up. */
        BEHIND,
        /** Too far, as those who are not serve nobody: it is sent calls all the same. */
        SPARED,
        /** Of another chain than the API's: sent nothing, whoever else is there. */
        OTHER_CHAIN
    }

    public Head {
        Objects.requireNonNull(standing, "standing is null");
        Objects.requireNonNull(block, "block is null");
        Objects.requireNonNull(behind, "behind is null");
        Objects.requireNonNull(words, "words is null");
    }

    /** Whether it is sent nothing. */
    public boolean out() {
        return standing == Standing.BEHIND || standing == Standing.OTHER_CHAIN;
    }
}
