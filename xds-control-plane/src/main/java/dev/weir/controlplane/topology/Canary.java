package dev.weir.controlplane.topology;

import java.util.List;

/**
 * A second set of weights for the same endpoints, that a part of the calls follows.
 *
 * @param percent of the calls, in [0, 99]; at 0 its clusters are there without traffic: to warm, or to let calls end
 * @param pools as many as the API's, in the same order
 */
public record Canary(int percent, List<PoolEndpoints> pools) {
    public Canary {
        pools = List.copyOf(pools);
        if (percent < 0 || percent > 99) {
            throw new IllegalArgumentException("a canary of " + percent + " % is not in 0..99");
        }
    }
}
