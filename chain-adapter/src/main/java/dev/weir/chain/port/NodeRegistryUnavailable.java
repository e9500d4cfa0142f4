package dev.weir.chain.port;

import org.jspecify.annotations.Nullable;

/** The registry could not be read. Whoever holds an earlier answer keeps it: unknown is not empty. */
public final class NodeRegistryUnavailable extends ChainUnavailable {
    public NodeRegistryUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
