package dev.weir.balancing;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.util.Objects;

/** An endpoint that the judge may name. @param usable false where EDS calls it unhealthy */
public record PickCandidate(NodeId node, EndpointAddress address, boolean usable) {
    public PickCandidate {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(address, "address is null");
    }
}
