package dev.weir.chain.adapter.memory;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.StakeReader;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Stakes and nodes in memory, with the rules of the contracts: one operator per name, only the operator changes a node,
 * nobody takes back more than they staked. Every change is final at once. Safe for use by many threads.
 */
public final class InMemoryChain implements StakeReader, NodeRegistry {
    private final ConcurrentHashMap<WalletAddress, TokenAmount> stakes = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<NodeId, RegisteredNode> nodes = new ConcurrentSkipListMap<>();

    @Override
    public TokenAmount stakeOf(WalletAddress wallet) {
        return stakes.getOrDefault(wallet, TokenAmount.ZERO);
    }

    @Override
    public List<RegisteredNode> activeNodes() {
        return List.copyOf(nodes.values());
    }

    public void stake(WalletAddress wallet, TokenAmount amount) {
        stakes.merge(wallet, amount, (a, b) -> new TokenAmount(a.baseUnits().add(b.baseUnits())));
    }

    /** @throws IllegalArgumentException if the wallet has less than that at stake */
    public void unstake(WalletAddress wallet, TokenAmount amount) {
        stakes.compute(wallet, (owner, before) -> {
            if (before == null || !before.isAtLeast(amount)) {
                throw new IllegalArgumentException(owner + " has less than " + amount.toTokens() + " at stake");
            }
            return new TokenAmount(before.baseUnits().subtract(amount.baseUnits()));
        });
    }

    /** @throws IllegalArgumentException if the name is taken */
    public void register(RegisteredNode node) {
        if (nodes.putIfAbsent(node.node(), node) != null) {
            throw new IllegalArgumentException("node '" + node.node() + "' is registered already");
        }
    }

    /** Replaces what the registry says of a node. @throws IllegalArgumentException if it is not the operator's */
    public void update(RegisteredNode node) {
        nodes.compute(node.node(), (name, before) -> {
            checkOperator(name, before, node.operator());
            return node;
        });
    }

    /** @throws IllegalArgumentException if it is not the operator's */
    public void deregister(NodeId node, WalletAddress operator) {
        nodes.compute(node, (name, before) -> {
            checkOperator(name, before, operator);
            return null;
        });
    }

    private static void checkOperator(NodeId name, @Nullable RegisteredNode before, WalletAddress operator) {
        if (before == null || !before.operator().equals(operator)) {
            throw new IllegalArgumentException("node '" + name + "' is not registered by " + operator);
        }
    }
}
