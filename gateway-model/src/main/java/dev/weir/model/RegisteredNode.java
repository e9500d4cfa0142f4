package dev.weir.model;

import java.util.Objects;

/**
 * A node as the on-chain registry names it. Registration alone makes no endpoint: a live heartbeat signed by {@code operator}
 * must confirm it.
 *
 * @param pricePerCall what the operator asks for one call, in base units of the payment token
 */
public record RegisteredNode(
        NodeId node, WalletAddress operator, PoolName pool, String region, TokenAmount pricePerCall) {
    public RegisteredNode {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(operator, "operator is null");
        Objects.requireNonNull(pool, "pool is null");
        Objects.requireNonNull(region, "region is null");
        Objects.requireNonNull(pricePerCall, "pricePerCall is null");
    }
}
