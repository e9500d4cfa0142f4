package dev.weir.topology;

import dev.weir.model.PoolName;
import java.util.List;
import java.util.Objects;

/** The endpoints of one API in one pool. */
public record PoolEndpoints(PoolName pool, List<WeightedEndpoint> endpoints) {
    public PoolEndpoints {
        Objects.requireNonNull(pool, "pool is null");
        endpoints = List.copyOf(endpoints);
    }

    /** The sum of the weights of usable endpoints: the pool's part in the API's traffic. */
    public int weight() {
        return endpoints.stream()
                .filter(WeightedEndpoint::usable)
                .mapToInt(WeightedEndpoint::weight)
                .sum();
    }
}
