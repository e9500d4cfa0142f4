package dev.weir.controlplane.fleet;

import dev.weir.config.Upstream;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node that may serve: registered, with a heartbeat, or named by URL.
 *
 * @param addresses where it is reached; none while its name has not been looked up
 * @param upstream how it is called, where it is named by URL
 * @param reportedInFlight the requests that it said it is answering; empty where its last heartbeat is too old to say
 * @param lastHeartbeat of one that sends any
 * @param live whether it is there: its last heartbeat is young enough, or it is held; or its name was found
 * @param head where it stands on its chain, where an API asks for that
 */
public record FleetNode(
        NodeId node,
        PoolName pool,
        String region,
        TokenAmount pricePerCall,
        List<EndpointAddress> addresses,
        Optional<Upstream> upstream,
        OptionalInt reportedInFlight,
        Optional<Instant> lastHeartbeat,
        boolean live,
        Optional<Head> head) {
    public FleetNode {
        addresses = List.copyOf(addresses);
    }

    static FleetNode registered(
            RegisteredNode registered,
            EndpointAddress address,
            OptionalInt reportedInFlight,
            Instant lastHeartbeat,
            boolean live) {
        return new FleetNode(
                registered.node(),
                registered.pool(),
                registered.region(),
                registered.pricePerCall(),
                List.of(address),
                Optional.empty(),
                reportedInFlight,
                Optional.of(lastHeartbeat),
                live,
                Optional.empty());
    }

    static FleetNode named(PoolName pool, Upstream upstream, List<EndpointAddress> addresses) {
        return new FleetNode(
                upstream.name(),
                pool,
                upstream.region(),
                upstream.price(),
                addresses,
                Optional.of(upstream),
                OptionalInt.empty(),
                Optional.empty(),
                !addresses.isEmpty(),
                Optional.empty());
    }

    FleetNode with(Optional<Head> other) {
        return new FleetNode(
                node, pool, region, pricePerCall, addresses, upstream, reportedInFlight, lastHeartbeat, live, other);
    }

    /** Whether it may be sent calls: it is there, and not behind. */
    public boolean serves() {
        return live && head.filter(Head::out).isEmpty();
    }

    /** Where it is, for people: of a name that has not been looked up, the name. */
    public String place() {
        return upstream.map(named -> named.url().toString())
                .orElseGet(() -> addresses.getFirst().toString());
    }
}
