package dev.weir.balancing;

import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.Objects;
import java.util.Optional;

/** A node that may serve an API. @param healthy false where it sends no heartbeat: it keeps a weight, and gets no traffic */
public record Candidate(NodeId node, TokenAmount pricePerCall, boolean healthy, Optional<Pin> pin) {
    public Candidate {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(pricePerCall, "pricePerCall is null");
        Objects.requireNonNull(pin, "pin is null");
    }
}
