package dev.weir.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What a node says of itself every second: that it lives, and where. Signed by its operator as EIP-712 typed data, so that
 * nobody else can move its traffic.
 *
 * @param address where the node listens, seen from Envoy; which listener of Envoy's own leads to it is not its to say
 * @param sequence grows with each heartbeat of a node; one that does not grow is a replay and is refused
 * @param sentAt the node's clock, whole seconds
 * @param inFlight requests that the node is answering now
 */
public record Heartbeat(NodeId node, EndpointAddress.Socket address, long sequence, Instant sentAt, int inFlight) {
    public Heartbeat {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(sentAt, "sentAt is null");
        if (sequence < 0 || inFlight < 0) {
            throw new IllegalArgumentException("sequence and inFlight are not negative");
        }
        sentAt = sentAt.truncatedTo(ChronoUnit.SECONDS);
    }
}
