package dev.weir.balancing;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A pick: a leased claim on the first of its endpoints.
 *
 * @param id of its request
 * @param node whose the first endpoint is
 * @param addresses least expected delay first; at least two where there are two
 */
public record Grant(String id, NodeId node, List<EndpointAddress> addresses, Instant leaseEnds) {
    public Grant {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(node, "node is null");
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a grant names at least one endpoint");
        }
    }
}
