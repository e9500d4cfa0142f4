package dev.weir.chain.port;

import dev.weir.model.RegisteredNode;
import java.util.List;

/** The on-chain list of nodes. Safe for use by many threads; a call may block for as long as the adapter's timeout. */
@FunctionalInterface
public interface NodeRegistry {
    /**
     * Every node that is registered at one and the same block, ordered by name; no name appears twice. The list is
     * immutable and at most {@value #MAX_NODES} long.
     *
     * @throws NodeRegistryUnavailable if the chain did not answer, or names more nodes than the bound
     */
    List<RegisteredNode> activeNodes();

    /** More nodes than one gateway weighs; beyond it the registry is taken for broken or flooded. */
    int MAX_NODES = 10_000;
}
