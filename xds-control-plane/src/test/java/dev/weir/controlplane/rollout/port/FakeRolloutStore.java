package dev.weir.controlplane.rollout.port;

import dev.weir.controlplane.rollout.RolloutState;

/** A rollout in memory. */
public final class FakeRolloutStore implements RolloutStore {
    public RolloutState state = RolloutState.NONE;

    @Override
    public RolloutState load() {
        return state;
    }

    @Override
    public void save(RolloutState changed) {
        state = changed;
    }
}
