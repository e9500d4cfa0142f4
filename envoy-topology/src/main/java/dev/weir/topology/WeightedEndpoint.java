package dev.weir.topology;

import dev.weir.config.Upstream;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.Objects;
import java.util.Optional;

/**
 * One endpoint of a pool with its weight.
 *
 * @param weight in [1, 1,000,000]
 * @param upstream how it is called, where it is named by URL
 * @param usable false keeps it in the list, for its statistics, but gives it no traffic
 */
public record WeightedEndpoint(
        NodeId node,
        EndpointAddress address,
        int weight,
        boolean usable,
        TokenAmount pricePerCall,
        String region,
        Optional<Upstream> upstream) {
    /** One that is called as it is. */
    public WeightedEndpoint(
            NodeId node, EndpointAddress address, int weight, boolean usable, TokenAmount pricePerCall, String region) {
        this(node, address, weight, usable, pricePerCall, region, Optional.empty());
    }

    public WeightedEndpoint {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(pricePerCall, "pricePerCall is null");
        Objects.requireNonNull(region, "region is null");
        Objects.requireNonNull(upstream, "upstream is null");
        if (weight < 1 || weight > 1_000_000) {
            throw new IllegalArgumentException("weight " + weight + " of " + node + " is not in 1..1000000");
        }
    }
}
