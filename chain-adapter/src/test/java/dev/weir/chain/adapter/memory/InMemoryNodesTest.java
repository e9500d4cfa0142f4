package dev.weir.chain.adapter.memory;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryContract;
import dev.weir.chain.signature.Signer;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;

final class InMemoryNodesTest extends NodeRegistryContract {
    private final InMemoryChain chain = new InMemoryChain();

    @Override
    protected NodeRegistry registry() {
        return chain;
    }

    @Override
    protected void register(Signer operator, RegisteredNode node) {
        chain.register(node);
    }

    @Override
    protected void update(Signer operator, RegisteredNode node) {
        chain.update(node);
    }

    @Override
    protected void deregister(Signer operator, NodeId node) {
        chain.deregister(node, operator.wallet());
    }
}
