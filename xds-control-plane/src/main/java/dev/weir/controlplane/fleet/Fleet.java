package dev.weir.controlplane.fleet;

import static java.util.stream.Collectors.toMap;

import dev.weir.balancing.GuardFired;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.port.FleetStore;
import dev.weir.controlplane.fleet.port.FleetStore.Kept;
import dev.weir.controlplane.fleet.port.HeartbeatVerifier;
import dev.weir.model.ApiName;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import dev.weir.model.SignedHeartbeat;
import dev.weir.model.WalletAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The nodes that may serve: named by the on-chain registry, confirmed by a live heartbeat that their operator signed.
 *
 * <p>Any thread. When the registry cannot be read, the last known one stands; a node that stops its heartbeat is not live after
 * {@link #LIVE_FOR} and forgotten after {@link #KEPT_FOR}, unless so many stop at once that they are held ({@link MembershipGuard}). Ages are measured by
 * a steady clock, what nodes say of their own time by the wall clock. A fleet that starts goes on with the nodes that were kept, as if they
 * had just beaten.
 */
public final class Fleet {
    /** Five heartbeats. Envoy's own health checks and retries bridge the time until then. */
    static final Duration LIVE_FOR = Duration.ofSeconds(5);

    static final Duration KEPT_FOR = Duration.ofMinutes(5);
    static final Duration MAX_SKEW = Duration.ofSeconds(30);

    private final HeartbeatVerifier verifier;
    private final InstantSource wall;
    private final InstantSource steady;
    private final FleetStore store;
    private final Upstreams upstreams;
    private final HeadWatch heads;
    private final MembershipGuard guard = new MembershipGuard();
    private final Map<NodeId, Beat> beats = new ConcurrentHashMap<>();
    private volatile Map<NodeId, RegisteredNode> registry = Map.of();
    private volatile Optional<GuardFired> fired = Optional.empty();
    private Kept kept;

    /** @param receivedAt by the steady clock */
    private record Beat(Heartbeat heartbeat, WalletAddress operator, Instant receivedAt) {}

    /** One that keeps nothing, by one clock. */
    public Fleet(HeartbeatVerifier verifier, InstantSource clock) {
        this(verifier, clock, clock, FleetStore.NONE, Upstreams.none(), HeadWatch.NONE);
    }

    /** One whose nodes are all of the registry. */
    public Fleet(HeartbeatVerifier verifier, InstantSource wall, InstantSource steady, FleetStore store) {
        this(verifier, wall, steady, store, Upstreams.none(), HeadWatch.NONE);
    }

    /** @param upstreams nodes that are named by URL, besides those of the registry @param heads where nodes stand on their chains */
    public Fleet(
            HeartbeatVerifier verifier,
            InstantSource wall,
            InstantSource steady,
            FleetStore store,
            Upstreams upstreams,
            HeadWatch heads) {
        this.verifier = verifier;
        this.wall = wall;
        this.steady = steady;
        this.store = store;
        this.upstreams = upstreams;
        this.heads = heads;
        this.kept = store.load();
        register(kept.registry());
        registry.forEach((id, node) -> {
            var address = kept.addresses().get(id);
            if (address != null) {
                var restored = new Heartbeat(id, address, 0, wall.instant(), 0);
                beats.put(id, new Beat(restored, node.operator(), steady.instant()));
            }
        });
    }

    /** How many nodes the registry names, as far as it is known. */
    int registered() {
        return registry.size();
    }

    /** How many of these a registry would take away, or give to others. */
    int lostBy(List<RegisteredNode> nodes) {
        var operators =
                nodes.stream().collect(toMap(RegisteredNode::node, RegisteredNode::operator, (one, other) -> one));
        return (int) registry.values().stream()
                .filter(node -> !node.operator().equals(operators.get(node.node())))
                .count();
    }

    /** Writes down who is there, where that changed. Called by one thread. */
    void keep() {
        var addresses = beats.values().stream()
                .collect(toMap(
                        beat -> beat.heartbeat().node(),
                        beat -> beat.heartbeat().address()));
        var now = new Kept(List.copyOf(registry.values()), addresses);
        if (!now.equals(kept)) {
            store.save(now);
            kept = now;
        }
    }

    /** What the membership guard did, where it holds nodes now. */
    public Optional<GuardFired> guard() {
        return fired;
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
        var now = steady.instant();
        var registered = registry.get(heartbeat.node());
        if (registered == null) {
            return Optional.of(HeartbeatRefusal.NODE_UNREGISTERED);
        }
        if (Duration.between(heartbeat.sentAt(), wall.instant()).abs().compareTo(MAX_SKEW) > 0) {
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

    /** Other nodes are named by URL from now on. */
    public void follow(List<WeirConfig.Pool> pools) {
        upstreams.follow(pools);
    }

    /** The nodes of an API, each with where it stands on its chain, where that API asks for it. */
    public List<FleetNode> headed(ApiName api, List<FleetNode> nodes) {
        return heads.of(api, nodes);
    }

    /** What the guards over who is there, and over who is behind, did for an API. */
    public List<GuardFired> guards(ApiName api) {
        return Stream.concat(fired.stream(), heads.guard(api).stream()).toList();
    }

    /** How many nodes are named by URL. */
    public int named() {
        return upstreams.count();
    }

    /** Which names of nodes cannot be looked up, in words. */
    public Optional<String> nameTrouble() {
        return upstreams.trouble();
    }

    /**
     * The nodes with a heartbeat, and those that are named by URL, in the order of their names. A registered one never takes the name of one of these. Where all are named by
     * URL, the same list until something changes.
     */
    public synchronized List<FleetNode> nodes() {
        var beating = beating();
        var named = upstreams.nodes();
        if (beating.isEmpty()) {
            return named;
        }
        var nodes = new TreeMap<NodeId, FleetNode>();
        beating.forEach(node -> nodes.put(node.node(), node));
        named.forEach(node -> nodes.put(node.node(), node));
        return List.copyOf(nodes.values());
    }

    private List<FleetNode> beating() {
        var now = steady.instant();
        var beating = beats.values().stream()
                .collect(toMap(
                        beat -> beat.heartbeat().node(),
                        beat -> !beat.receivedAt().plus(LIVE_FOR).isBefore(now)));
        var held = guard.look(beating, now);
        fired = guard.fired();
        beats.values()
                .removeIf(beat -> beat.receivedAt().plus(KEPT_FOR).isBefore(now)
                        && !held.contains(beat.heartbeat().node()));
        var nodes = new ArrayList<FleetNode>();
        registry.forEach((id, registered) -> {
            var beat = beats.get(id);
            if (beat != null) {
                // One that beat while this was counted is young.
                boolean young = beating.getOrDefault(id, true);
                nodes.add(FleetNode.registered(
                        registered,
                        beat.heartbeat().address(),
                        young ? OptionalInt.of(beat.heartbeat().inFlight()) : OptionalInt.empty(),
                        beat.receivedAt(),
                        young || held.contains(id)));
            }
        });
        return List.copyOf(nodes);
    }
}
