package dev.weir.chain.adapter.web3j;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryContract;
import dev.weir.chain.signature.Signer;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class AnvilNodesTest extends NodeRegistryContract {
    private final ChainConnection chain = ChainConnection.open(Anvil.shared().rpc());
    private final NodeTransactions transactions;
    private final NodeRegistry registry;

    AnvilNodesTest() {
        var contracts = new DevnetDeployer(chain, Anvil.contracts()).deploy(List.of());
        transactions = new NodeTransactions(chain, contracts);
        registry = new Web3jNodeRegistry(chain, contracts);
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Override
    protected NodeRegistry registry() {
        return registry;
    }

    @Override
    protected void register(Signer operator, RegisteredNode node) {
        transactions.register(operator, node);
    }

    @Override
    protected void update(Signer operator, RegisteredNode node) {
        transactions.update(operator, node);
    }

    @Override
    protected void deregister(Signer operator, NodeId node) {
        transactions.deregister(operator, node);
    }
}
