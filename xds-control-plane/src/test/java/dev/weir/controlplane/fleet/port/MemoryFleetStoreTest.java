package dev.weir.controlplane.fleet.port;

final class MemoryFleetStoreTest extends FleetStoreContract {
    private final MemoryFleetStore store = new MemoryFleetStore();

    @Override
    protected FleetStore store() {
        return store;
    }
}
