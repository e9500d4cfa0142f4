package dev.weir.balancing;

import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.Objects;
import java.util.Optional;

/**
 * A node that may serve an API.
 *
 * @param healthy false where it sends no heartbeat: it keeps a weight, and gets no traffic
 * @param behind whether what it would answer is too old: it gets no share, and no traffic either
 */
public record Candidate(NodeId node, TokenAmount pricePerCall, boolean healthy, Optional<Pin> pin, boolean behind) {
    /** One that is not behind. */
    public Candidate(NodeId node, TokenAmount pricePerCall, boolean healthy, Optional<Pin> pin) {
        this(node, pricePerCall, healthy, pin, false);
    }

    public Candidate {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(pricePerCall, "pricePerCall is null");
        Objects.requireNonNull(pin, "pin is null");
    }
}
