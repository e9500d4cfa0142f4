package dev.weir.chain.adapter.web3j;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.adapter.web3j.Transactions.Draft;
import dev.weir.chain.adapter.web3j.Transactions.Sent;
import dev.weir.chain.port.TransactionFailed.NotSent;
import dev.weir.chain.signature.Signer;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * Makes a development chain into Weir's: creates the contracts, gives every devnet wallet tokens, registers nodes. Takes about
 * two blocks. Fails with a {@link dev.weir.chain.port.TransactionFailed} or {@link ContractsNotBuilt}.
 */
public final class DevnetDeployer {
    /** What each devnet wallet gets: a hundred times the stake that the devnet's APIs ask for. */
    public static final TokenAmount ENDOWMENT = TokenAmount.ofTokens("10000");

    /** Short, so that a visitor sees a stake come back. */
    public static final Duration COOLDOWN = Duration.ofSeconds(60);

    private static final Signer DEPLOYER = Devnet.signer(0);

    private final ChainConnection chain;
    private final ForgeOutput compiled;
    private final Transactions transactions;

    /** @param forgeOut the folder {@code contracts/solidity/out} */
    public DevnetDeployer(ChainConnection chain, Path forgeOut) {
        this.chain = chain;
        this.compiled = new ForgeOutput(forgeOut);
        this.transactions = new Transactions(chain);
    }

    /** A node, and the key that registers it. */
    public record Registration(RegisteredNode node, Signer operator) {
        public Registration {
            Objects.requireNonNull(node, "node is null");
            Objects.requireNonNull(operator, "operator is null");
            NodeTransactions.checkOperator(operator, node);
        }
    }

    /** Deploys everything anew and returns where it stands; what an earlier deployment left stays beside it. */
    public ContractAddresses deploy(List<Registration> nodes) {
        var first = transactions.send(DEPLOYER, List.of(creation("WeirToken"), creation("NodeRegistry")));
        var token = created(first.getFirst());
        var registry = created(first.getLast());

        var second = new ArrayList<Sent>();
        second.addAll(transactions.send(DEPLOYER, vaultAndEndowments(token)));
        second.addAll(registrations(registry, nodes));
        var vault = created(second.getFirst());
        second.forEach(transactions::mined);
        return new ContractAddresses(chainId(), token, vault, registry);
    }

    private List<Draft> vaultAndEndowments(WalletAddress token) {
        var cooldown = new Uint256(COOLDOWN.toSeconds());
        var arguments = FunctionEncoder.encodeConstructor(List.of(Contracts.address(token), cooldown));
        var drafts = new ArrayList<Draft>();
        drafts.add(Draft.creation("StakeVault", compiled.creationCode("StakeVault") + arguments));
        for (Signer signer : Devnet.signers()) {
            drafts.add(Draft.call(token, Contracts.mint(signer.wallet(), ENDOWMENT)));
        }
        return drafts;
    }

    private List<Sent> registrations(WalletAddress registry, List<Registration> nodes) {
        var byOperator = nodes.stream()
                .collect(Collectors.groupingBy(
                        registration -> registration.operator().wallet(), LinkedHashMap::new, Collectors.toList()));
        var sent = new ArrayList<Sent>();
        for (var own : byOperator.values()) {
            var drafts = own.stream()
                    .map(registration -> Draft.call(registry, Contracts.register(registration.node())))
                    .toList();
            sent.addAll(transactions.send(own.getFirst().operator(), drafts));
        }
        return sent;
    }

    private Draft creation(String contract) {
        return Draft.creation(contract, compiled.creationCode(contract));
    }

    private WalletAddress created(Sent creation) {
        return new WalletAddress(transactions.mined(creation).getContractAddress());
    }

    private long chainId() {
        try {
            return chain.chainId();
        } catch (IOException e) {
            throw new NotSent("the chain's id is unknown: " + e.getMessage(), e);
        }
    }
}
