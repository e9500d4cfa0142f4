package dev.weir.controlplane.fleet.port;

/** What was kept last. */
public final class MemoryFleetStore implements FleetStore {
    private Kept kept = Kept.NOTHING;

    @Override
    public Kept load() {
        return kept;
    }

    @Override
    public void save(Kept changed) {
        kept = changed;
    }
}
