package dev.weir.controlplane.fleet.port;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps who was there, so that a restart can go on with it. One thread at a time. */
public interface FleetStore {
    /** Of a fleet that starts anew each time. */
    FleetStore NONE = new FleetStore() {
        @Override
        public Kept load() {
            return Kept.NOTHING;
        }

        @Override
        public void save(Kept kept) {}
    };

    /** What was kept last; nothing where there is none or it cannot be read, which is said in the log: who is there is learned anew. */
    Kept load();

    /** @throws java.io.UncheckedIOException where it cannot be kept */
    void save(Kept kept);

    /** @param registry as it was read last @param addresses where nodes of it lived */
    record Kept(List<RegisteredNode> registry, Map<NodeId, EndpointAddress.Socket> addresses) {
        public static final Kept NOTHING = new Kept(List.of(), Map.of());

        public Kept {
            registry = List.copyOf(registry);
            addresses = Collections.unmodifiableMap(new TreeMap<>(addresses));
        }
    }
}
