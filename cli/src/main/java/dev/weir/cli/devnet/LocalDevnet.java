package dev.weir.cli.devnet;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.adapter.web3j.ChainConnection;
import dev.weir.chain.adapter.web3j.DevnetDeployer;
import dev.weir.chain.adapter.web3j.DevnetDeployer.Registration;
import dev.weir.chain.signature.Signer;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.PrivateFiles;
import dev.weir.cli.supervisor.Blueprint;
import dev.weir.config.Deployment;
import dev.weir.model.RegisteredNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The devnet's part in a start: contracts, tokens in every wallet, one operator per node. What an earlier start left on the
 * chain is used again as long as it stands there.
 */
public final class LocalDevnet {
    /** Wallet 0 deploys; the operators follow, and the rest are consumers. */
    private static final int FIRST_OPERATOR = 1;

    private final Blueprint blueprint;

    public LocalDevnet(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    /** Where the contracts are: found, or deployed now. */
    public ContractAddresses prepare() {
        var file = blueprint.home().contracts();
        try (var chain = ChainConnection.open(URI.create(blueprint.rpc()))) {
            if (Files.exists(file)) {
                var known = ContractAddresses.read(file);
                if (chain.contractsPresent(known)) {
                    return known;
                }
            }
            if (!chain.answers()) {
                throw new CommandFailed("the chain at " + blueprint.rpc()
                        + " does not answer; check chain.rpc in weir.yaml, and that the chain runs");
            }
            if (!blueprint.weir().chain().isDevnet()) {
                throw new CommandFailed("the contracts named in " + file + " are not on the chain at " + chain
                        + "; write the addresses that were deployed there into that file");
            }
            var fresh = new DevnetDeployer(chain, blueprint.home().root().resolve("contracts/solidity/out"))
                    .deploy(registrations());
            fresh.write(file);
            return fresh;
        } catch (IOException e) {
            throw new CommandFailed("the chain at " + blueprint.rpc() + " does not answer: " + e.getMessage(), e);
        }
    }

    /** The file that node {@code index} reads its operator's key from, in a folder of its own; only this user can. */
    public Path operatorKey(int index) {
        var operators = blueprint.home().data("operators");
        var folder = operators.resolve(nodes().get(index).name().value());
        var file = folder.resolve("key");
        try {
            PrivateFiles.createFolder(operators);
            PrivateFiles.createFolder(folder);
            PrivateFiles.replace(file, "%064x\n".formatted(operator(index).privateKey()));
            return file;
        } catch (IOException e) {
            throw new CommandFailed(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private List<Registration> registrations() {
        return IntStream.range(0, nodes().size())
                .mapToObj(i -> registration(nodes().get(i), operator(i)))
                .toList();
    }

    private static Registration registration(Deployment.Node node, Signer operator) {
        return new Registration(
                new RegisteredNode(node.name(), operator.wallet(), node.pool(), node.region(), node.price()), operator);
    }

    private List<Deployment.Node> nodes() {
        return blueprint.nodes();
    }

    private static Signer operator(int index) {
        return dev.weir.chain.Devnet.signer(FIRST_OPERATOR + index);
    }
}
