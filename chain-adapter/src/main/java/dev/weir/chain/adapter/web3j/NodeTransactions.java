package dev.weir.chain.adapter.web3j;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.adapter.web3j.Transactions.Draft;
import dev.weir.chain.signature.Signer;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import dev.weir.model.WalletAddress;
import java.util.List;
import org.web3j.abi.datatypes.Function;

/**
 * What an operator does with the registry. Each method returns when its transaction is mined, and fails with a
 * {@link dev.weir.chain.port.TransactionFailed} that says what happened to it. One thread per operator at a time.
 */
public final class NodeTransactions {
    private final WalletAddress registry;
    private final Transactions transactions;

    public NodeTransactions(ChainConnection chain, ContractAddresses contracts) {
        this.registry = contracts.nodeRegistry();
        this.transactions = new Transactions(chain);
    }

    /** Registers the node, operated by the signer. */
    public void register(Signer operator, RegisteredNode node) {
        checkOperator(operator, node);
        execute(operator, Contracts.register(node));
    }

    /** Replaces what the registry says of the signer's node. */
    public void update(Signer operator, RegisteredNode node) {
        checkOperator(operator, node);
        execute(operator, Contracts.update(node));
    }

    /** Takes the signer's node off the list; its name is then free. */
    public void deregister(Signer operator, NodeId node) {
        execute(operator, Contracts.deregister(node));
    }

    private void execute(Signer operator, Function function) {
        transactions.check(operator, registry, function);
        transactions.execute(operator, List.of(Draft.call(registry, function)));
    }

    static void checkOperator(Signer operator, RegisteredNode node) {
        if (!operator.wallet().equals(node.operator())) {
            throw new IllegalArgumentException("node '" + node.node() + "' is operated by " + node.operator()
                    + ", not by the signer " + operator.wallet());
        }
    }
}
