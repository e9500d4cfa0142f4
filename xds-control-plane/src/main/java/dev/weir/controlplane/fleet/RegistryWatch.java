package dev.weir.controlplane.fleet;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryUnavailable;
import java.util.Optional;
import java.util.OptionalInt;

/** Keeps the fleet's registry fresh. {@link #refresh} is called by one thread; fails to the last known registry. */
public final class RegistryWatch {
    private final NodeRegistry source;
    private final Fleet fleet;
    private volatile OptionalInt size = OptionalInt.empty();
    private volatile Optional<String> trouble = Optional.of("the registry was not read yet");

    public RegistryWatch(NodeRegistry source, Fleet fleet) {
        this.source = source;
        this.fleet = fleet;
    }

    public void refresh() {
        try {
            var nodes = source.activeNodes();
            fleet.register(nodes);
            size = OptionalInt.of(nodes.size());
            trouble = Optional.empty();
        } catch (NodeRegistryUnavailable e) {
            trouble = Optional.ofNullable(e.getMessage());
        }
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
