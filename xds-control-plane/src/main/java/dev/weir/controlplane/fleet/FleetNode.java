package dev.weir.controlplane.fleet;

import dev.weir.model.EndpointAddress;
import dev.weir.model.RegisteredNode;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A registered node that has sent a heartbeat.
 *
 * @param live whether its last heartbeat is young enough to send it traffic
 */
public record FleetNode(
        RegisteredNode registered, EndpointAddress address, int inFlight, Instant lastHeartbeat, boolean live) {
    /** Empty where the last heartbeat is too old to say. */
    public OptionalInt reportedInFlight() {
        return live ? OptionalInt.of(inFlight) : OptionalInt.empty();
    }
}
