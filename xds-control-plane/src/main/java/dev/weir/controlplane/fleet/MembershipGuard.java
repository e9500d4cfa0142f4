package dev.weir.controlplane.fleet;

import dev.weir.balancing.GuardFired;
import dev.weir.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells nodes that are gone from heartbeats that do not arrive: unknown is not dead. The sibling of the weight guard, for who is there at all.
 *
 * <p>A node that falls silent by itself is gone. Where more than a third fall silent within {@link #AT_ONCE}, and more than one, or the only one, the fault
 * is taken to be between them and us (this process was suspended or cut off, its clock was set): they are held, and Envoy's own health checks and
 * retries decide meanwhile. A hold has no end of its own: it is over when so many beat again that the rest is no more than a third. Fails static. Not
 * thread-safe; its owner locks it.
 *
 * <p>The idea is Eureka's self-preservation.
 */
final class MembershipGuard {
    static final Duration AT_ONCE = Duration.ofSeconds(10);
    private static final int PARTS = 3;

    private final Map<NodeId, Instant> silentSince = new HashMap<>();
    private final Set<NodeId> live = new HashSet<>();
    private Set<NodeId> held = Set.of();

    /**
     * Decides who is there.
     *
     * @param beating by node, whether its last heartbeat is young enough; nodes that never beat are not here
     * @param now by a steady clock
     * @return those that are silent and stay
     */
    Set<NodeId> look(Map<NodeId, Boolean> beating, Instant now) {
        live.retainAll(beating.keySet());
        silentSince.keySet().retainAll(beating.keySet());
        var vanishing = new HashSet<NodeId>();
        int there = 0;
        for (var entry : beating.entrySet()) {
            var node = entry.getKey();
            if (entry.getValue()) {
                live.add(node);
                silentSince.remove(node);
                there++;
            } else {
                if (live.remove(node)) {
                    silentSince.put(node, now);
                }
                if (held.contains(node) || lately(node, now)) {
                    vanishing.add(node);
                    there++;
                }
            }
        }
        held = vanishing.size() > most(there) ? Set.copyOf(vanishing) : Set.of();
        return held;
    }

    /** What it did, in words. */
    Optional<GuardFired> fired() {
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(new GuardFired(
                        "membership",
                        held.size() + " nodes fell silent at once and are held: Envoy's own health checks decide"));
    }

    private boolean lately(NodeId node, Instant now) {
        var since = silentSince.get(node);
        return since != null && !since.plus(AT_ONCE).isBefore(now);
    }

    private static int most(int there) {
        return there <= 1 ? 0 : Math.max(1, there / PARTS);
    }
}
