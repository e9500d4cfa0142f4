package dev.weir.balancing;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.util.Objects;

/** An endpoint that the judge may name. @param usable false where EDS calls it unhealthy @param price of a call, in any unit, at least 0 */
public record PickCandidate(NodeId node, EndpointAddress address, boolean usable, double price) {
    public PickCandidate {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(address, "address is null");
        if (!(price >= 0) || Double.isInfinite(price)) {
            throw new IllegalArgumentException("price " + price + " is not finite and at least 0");
        }
    }

    /** Of an endpoint whose price does not matter. */
    public PickCandidate(NodeId node, EndpointAddress address, boolean usable) {
        this(node, address, usable, 0);
    }
}
