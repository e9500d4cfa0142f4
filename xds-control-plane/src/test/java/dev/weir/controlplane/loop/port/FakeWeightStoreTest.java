package dev.weir.controlplane.loop.port;

final class FakeWeightStoreTest extends WeightStoreContract {
    private final FakeWeightStore store = new FakeWeightStore();

    @Override
    protected WeightStore open() {
        return store;
    }

    @Override
    protected WeightStore reopened() {
        return store;
    }
}
