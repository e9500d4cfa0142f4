package dev.weir.controlplane.fleet;

import dev.weir.controlplane.fleet.port.HeartbeatVerifier;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import dev.weir.model.WalletAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes that may serve: named by the on-chain registry, confirmed by a live heartbeat that their operator signed.
 *
 * <p>Any thread. When the registry cannot be read, the last known one stands; a node that stops its heartbeat is not live after
 * {@link #LIVE_FOR} and forgotten after {@link #KEPT_FOR}.
 */
public final class Fleet {
    /** Five heartbeats. Envoy's own health checks and retries bridge the time until then. */
    static final Duration LIVE_FOR = Duration.ofSeconds(5);

    static final Duration KEPT_FOR = Duration.ofMinutes(5);
    static final Duration MAX_SKEW = Duration.ofSeconds(30);

    private final HeartbeatVerifier verifier;
    private final InstantSource clock;
    private final Map<NodeId, Beat> beats = new ConcurrentHashMap<>();
    private volatile Map<NodeId, RegisteredNode> registry = Map.of();

    private record Beat(Heartbeat heartbeat, WalletAddress operator, Instant receivedAt) {}

    public Fleet(HeartbeatVerifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /** Replaces what the registry names. */
    public void register(List<RegisteredNode> nodes) {
        var byId = new TreeMap<NodeId, RegisteredNode>();
        nodes.forEach(node -> byId.put(node.node(), node));
        registry = Collections.unmodifiableMap(byId);
        // What an operator signed for a node says nothing once the node is another's, or nobody's.
        beats.values().removeIf(beat -> {
            var node = byId.get(beat.heartbeat().node());
            return node == null || !node.operator().equals(beat.operator());
        });
    }

    /** Takes a heartbeat, or says why not. */
    public Optional<HeartbeatRefusal> accept(SignedHeartbeat signed) {
        var heartbeat = signed.heartbeat();
        var now = clock.instant();
        var registered = registry.get(heartbeat.node());
        if (registered == null) {
            return Optional.of(HeartbeatRefusal.NODE_UNREGISTERED);
        }
        if (Duration.between(heartbeat.sentAt(), now).abs().compareTo(MAX_SKEW) > 0) {
            return Optional.of(HeartbeatRefusal.CLOCK_SKEWED);
        }
        if (!heartbeat.address().host().startsWith("127.")) {
            return Optional.of(HeartbeatRefusal.ADDRESS_NOT_LOOPBACK);
        }
        if (!verifier.signer(signed).equals(Optional.of(registered.operator()))) {
            return Optional.of(HeartbeatRefusal.SIGNATURE_FOREIGN);
        }
        var kept = beats.merge(
                heartbeat.node(),
                new Beat(heartbeat, registered.operator(), now),
                (old, fresh) -> fresh.heartbeat().sequence() > old.heartbeat().sequence() ? fresh : old);
        return kept.heartbeat().equals(heartbeat) && kept.receivedAt().equals(now)
                ? Optional.empty()
                : Optional.of(HeartbeatRefusal.SEQUENCE_REPLAYED);
    }

    /** The nodes with a heartbeat, in the order of their names. */
    public List<FleetNode> nodes() {
        var now = clock.instant();
        beats.values().removeIf(beat -> beat.receivedAt().plus(KEPT_FOR).isBefore(now));
        var nodes = new ArrayList<FleetNode>();
        registry.forEach((id, registered) -> {
            var beat = beats.get(id);
            if (beat != null) {
                nodes.add(new FleetNode(
                        registered,
                        beat.heartbeat().address(),
                        beat.heartbeat().inFlight(),
                        beat.receivedAt(),
                        !beat.receivedAt().plus(LIVE_FOR).isBefore(now)));
            }
        });
        return List.copyOf(nodes);
    }
}
