package dev.weir.node;

import dev.weir.model.NodeId;
import dev.weir.node.impair.Impairment;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node serves, and how well.
 *
 * @param port 0 for any free one
 * @param adminPort 0 for any free one
 * @param chainRpc the chain behind {@code /rpc}; without one there is no {@code /rpc}
 * @param seed of the quotes' walk and of the service times
 */
public record NodeSettings(
        NodeId name, int port, int adminPort, Optional<URI> chainRpc, Impairment impairment, long seed) {
    public NodeSettings {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(chainRpc, "chainRpc is null");
        Objects.requireNonNull(impairment, "impairment is null");
    }
}
