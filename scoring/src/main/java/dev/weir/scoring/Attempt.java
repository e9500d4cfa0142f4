package dev.weir.scoring;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One try of one request at one node, as the router logged it at its end.
 *
 * @param ended when the last byte came, or what became of it was known
 * @param latency from the first byte sent to the node until the last one received; zero where {@code reached} is false
 * @param reached whether the request got onto a connection to the node
 * @param failed whether the node failed it: no connection, a reset, a timeout or a 5xx; a caller who hung up is no failure
 */
public record Attempt(ApiName api, NodeId node, Instant ended, Duration latency, boolean reached, boolean failed) {
    public Attempt {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(ended, "ended is null");
        Objects.requireNonNull(latency, "latency is null");
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency is negative");
        }
    }
}
