package dev.weir.controlplane.rollout.port;

import dev.weir.controlplane.rollout.RolloutState;

/** What is in force and on its way there, kept over restarts. */
public interface RolloutStore {
    /** {@link RolloutState#NONE} where nothing was kept. */
    RolloutState load();

    /** Returns once it is on disk. @throws java.io.UncheckedIOException where it is not */
    void save(RolloutState state);
}
