package dev.weir.topology;

import java.util.List;

/**
 * A part of an API's calls that follows a candidate's weights, and as large a part beside it that follows those in force, by clusters of its own:
 * Envoy's least request sees a cluster's own requests in flight, so that a small cluster is only like another small one.
 *
 * @param percent of the calls for each of the two, in [0, 50]; at 0 their clusters are there without traffic: to warm, or to let calls end
 * @param pools with the candidate's weights; as many as the API's, in the same order
 */
public record Canary(int percent, List<PoolEndpoints> pools) {
    public Canary {
        pools = List.copyOf(pools);
        if (percent < 0 || percent > 50) {
            throw new IllegalArgumentException("a canary of " + percent + " % is not in 0..50");
        }
    }
}
