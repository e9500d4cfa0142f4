package dev.weir.chain.port;

import dev.weir.model.RegisteredNode;
import java.util.List;

/** The on-chain list of nodes. Safe for use by many threads; a call may block for as long as the adapter's timeout. */
@FunctionalInterface
public interface NodeRegistry {
    /**
     * Every node that is registered at one and the same block, ordered by name; no name appears twice. The list is
     * immutable and at most {@value #MAX_NODES} long: where more are registered, these are the ones that registered first, so that a flood neither hides
     * nor empties those that were there. As one leaves, the one registered last takes its place.
     *
     * @throws NodeRegistryUnavailable if the chain did not answer
     */
    List<RegisteredNode> activeNodes();

    /** More nodes than one gateway weighs. */
    int MAX_NODES = 10_000;
}
