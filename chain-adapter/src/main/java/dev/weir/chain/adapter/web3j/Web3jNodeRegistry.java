package dev.weir.chain.adapter.web3j;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.protocol.core.DefaultBlockParameter;

/**
 * Reads the registry page by page, all pages at one block, because the contract moves nodes about when one leaves. Nothing is
 * remembered: ask it on a schedule, not per request.
 */
public final class Web3jNodeRegistry implements NodeRegistry {
    private static final int PAGE = 100;

    private final ChainConnection chain;
    private final WalletAddress registry;

    public Web3jNodeRegistry(ChainConnection chain, ContractAddresses contracts) {
        this.chain = chain;
        this.registry = contracts.nodeRegistry();
    }

    @Override
    public List<RegisteredNode> activeNodes() {
        try {
            return nodesAt(DefaultBlockParameter.valueOf(chain.blockNumber()));
        } catch (IOException e) {
            throw new NodeRegistryUnavailable("the registered nodes are unknown: " + e.getMessage(), e);
        }
    }

    private List<RegisteredNode> nodesAt(DefaultBlockParameter block) throws IOException {
        int count = countAt(block);
        var nodes = new ArrayList<RegisteredNode>(count);
        for (int offset = 0; offset < count; offset += PAGE) {
            nodes.addAll(pageAt(block, offset));
        }
        nodes.sort(Comparator.comparing(RegisteredNode::node));
        return List.copyOf(nodes);
    }

    private int countAt(DefaultBlockParameter block) throws IOException {
        var count = (BigInteger)
                chain.call(registry, Contracts.count(), block).getFirst().getValue();
        return count.min(BigInteger.valueOf(MAX_NODES)).intValueExact();
    }

    private List<RegisteredNode> pageAt(DefaultBlockParameter block, int offset) throws IOException {
        var page = (DynamicArray<?>)
                chain.call(registry, Contracts.nodesPaged(offset, PAGE), block).getFirst();
        try {
            return page.getValue().stream()
                    .map(node -> translated((Contracts.Node) node))
                    .toList();
        } catch (IllegalArgumentException e) {
            // our contract checks names; another one at that address may not
            throw new IOException("the registry names a node that cannot be one: " + e.getMessage(), e);
        }
    }

    private static RegisteredNode translated(Contracts.Node node) {
        return new RegisteredNode(
                new NodeId(node.name),
                new WalletAddress(node.operator),
                new PoolName(node.pool),
                node.region,
                new TokenAmount(node.pricePerCall));
    }
}
