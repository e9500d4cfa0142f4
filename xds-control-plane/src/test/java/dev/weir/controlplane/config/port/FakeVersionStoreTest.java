package dev.weir.controlplane.config.port;

final class FakeVersionStoreTest extends VersionStoreContract {
    private final FakeVersionStore store = new FakeVersionStore();

    @Override
    protected VersionStore store() {
        return store;
    }
}
