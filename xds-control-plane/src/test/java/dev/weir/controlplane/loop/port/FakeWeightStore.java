package dev.weir.controlplane.loop.port;

import dev.weir.balancing.KeptShares;
import dev.weir.model.ApiName;
import java.util.Map;

/** Weights in memory. */
public final class FakeWeightStore implements WeightStore {
    private Map<ApiName, KeptShares> kept = Map.of();

    @Override
    public Map<ApiName, KeptShares> load() {
        return kept;
    }

    @Override
    public void keep(Map<ApiName, KeptShares> shares) {
        kept = Map.copyOf(shares);
    }
}
