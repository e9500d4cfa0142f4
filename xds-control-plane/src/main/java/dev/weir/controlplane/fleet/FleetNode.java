package dev.weir.controlplane.fleet;

import dev.weir.model.EndpointAddress;
import dev.weir.model.RegisteredNode;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A registered node that has sent a heartbeat.
 *
 * @param reportedInFlight the requests that it said it is answering; empty where its last heartbeat is too old to say
 * @param live whether it may be sent traffic: its last heartbeat is young enough, or it is held
 */
public record FleetNode(
        RegisteredNode registered,
        EndpointAddress address,
        OptionalInt reportedInFlight,
        Instant lastHeartbeat,
        boolean live) {}
