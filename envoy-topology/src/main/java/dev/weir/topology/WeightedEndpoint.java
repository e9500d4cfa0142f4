package dev.weir.topology;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.Objects;

/**
 * One endpoint of a pool with its weight.
 *
 * @param weight in [1, 1,000,000]
 * @param usable false keeps it in the list, for its statistics, but gives it no traffic
 */
public record WeightedEndpoint(
        NodeId node, EndpointAddress address, int weight, boolean usable, TokenAmount pricePerCall, String region) {
    public WeightedEndpoint {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(pricePerCall, "pricePerCall is null");
        Objects.requireNonNull(region, "region is null");
        if (weight < 1 || weight > 1_000_000) {
            throw new IllegalArgumentException("weight " + weight + " of " + node + " is not in 1..1000000");
        }
    }
}
