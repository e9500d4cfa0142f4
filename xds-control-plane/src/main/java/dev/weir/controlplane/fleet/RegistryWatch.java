package dev.weir.controlplane.fleet;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.model.RegisteredNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the fleet's registry fresh. {@link #refresh} is called by one thread; fails to the last known registry.
 *
 * <p>A registry that takes away more than a third of the nodes, and more than one, is believed only when it says so again, {@link #SEEN_AGAIN} or more
 * later and each time between: a chain that lags, was reset, or is another one answers as surely as the right one.
 */
public final class RegistryWatch {
    private final NodeRegistry source;
    /** A chain that lags behind has caught up by then, or says so. */
    static final Duration SEEN_AGAIN = Duration.ofSeconds(10);

    private static final int PARTS = 3;

    private final Fleet fleet;
    private final InstantSource clock;
    private @Nullable Instant shrunkSince;
    private volatile OptionalInt size = OptionalInt.empty();
    private volatile Optional<String> trouble = Optional.of("the registry was not read yet");

    /** @param clock a steady one */
    public RegistryWatch(NodeRegistry source, Fleet fleet, InstantSource clock) {
        this.source = source;
        this.fleet = fleet;
        this.clock = clock;
        if (fleet.registered() > 0) {
            size = OptionalInt.of(fleet.registered());
            trouble = Optional.of("the registry was not read yet; the one that was kept stands");
        }
    }

    public void refresh() {
        try {
            var nodes = source.activeNodes();
            if (believed(nodes)) {
                fleet.register(nodes);
                size = OptionalInt.of(nodes.size());
                trouble = nodes.size() < NodeRegistry.MAX_NODES
                        ? Optional.empty()
                        : Optional.of("the registry names " + NodeRegistry.MAX_NODES + " nodes or more; the first "
                                + NodeRegistry.MAX_NODES + " count");
            }
            fleet.keep();
        } catch (NodeRegistryUnavailable e) {
            trouble = Optional.ofNullable(e.getMessage());
        }
    }

    private boolean believed(List<RegisteredNode> nodes) {
        int lost = fleet.lostBy(nodes);
        if (lost <= Math.max(1, fleet.registered() / PARTS)) {
            shrunkSince = null;
            return true;
        }
        var now = clock.instant();
        if (shrunkSince == null) {
            shrunkSince = now;
        }
        if (!shrunkSince.plus(SEEN_AGAIN).isAfter(now)) {
            shrunkSince = null;
            return true;
        }
        trouble = Optional.of("the registry suddenly lacks " + lost + " of " + fleet.registered()
                + " nodes, which stand until it has said so for " + SEEN_AGAIN.toSeconds() + " s");
        return false;
    }

    /** How many nodes the registry names; empty where it was never read. */
    public OptionalInt size() {
        return size;
    }

    /** Why the registry is not fresh, in words; empty where it is. */
    public Optional<String> trouble() {
        return trouble;
    }
}
