package dev.weir.chain.adapter.web3j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.adapter.web3j.DevnetDeployer.Registration;
import dev.weir.chain.signature.Signer;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevnetDeployerTest {
    private final ChainConnection chain = ChainConnection.open(Anvil.shared().rpc());

    @AfterEach
    void disconnect() {
        chain.close();
    }

    private static Registration node(String name, Signer operator) {
        var node = new RegisteredNode(
                new NodeId(name), operator.wallet(), new PoolName("edge"), "eu-west", TokenAmount.ofTokens("0.0001"));
        return new Registration(node, operator);
    }

    @Test
    void deployment_endowsEveryWalletAndRegistersEveryNode() throws IOException {
        var nodes = List.of(
                node("amber", Devnet.signer(1)),
                node("birch", Devnet.signer(2)),
                node("cedar", Devnet.signer(3)),
                node("dune", Devnet.signer(4)),
                node("ember", Devnet.signer(5)));

        var contracts = new DevnetDeployer(chain, Anvil.contracts()).deploy(nodes);

        assertThat(contracts.chainId()).isEqualTo(31_337);
        assertThat(chain.contractsPresent(contracts)).isTrue();
        assertThat(new Web3jNodeRegistry(chain, contracts).activeNodes())
                .containsExactlyElementsOf(
                        nodes.stream().map(Registration::node).toList());
        var stakes = new StakeTransactions(chain, contracts);
        for (Signer signer : Devnet.signers()) {
            assertThat(stakes.balanceOf(signer.wallet())).isEqualTo(TokenAmount.ofTokens("10000"));
        }
    }

    @Test
    void registry_longerThanTwoPages_isReadWhole() {
        var nodes = IntStream.range(0, 201)
                .mapToObj(i -> node("node-%03d".formatted(i), Devnet.signer(6)))
                .toList();

        var contracts = new DevnetDeployer(chain, Anvil.contracts()).deploy(nodes);

        assertThat(new Web3jNodeRegistry(chain, contracts).activeNodes())
                .containsExactlyElementsOf(
                        nodes.stream().map(Registration::node).toList());
    }

    @Test
    void contracts_ofAnotherChain_areNotPresent() throws IOException {
        var nowhere = new WalletAddress("0x00000000000000000000000000000000000000ff");

        assertThat(chain.contractsPresent(new ContractAddresses(31_337, nowhere, nowhere, nowhere)))
                .isFalse();
    }

    @Test
    void contracts_thatAreNotCompiled_areNamedWithTheCure(@TempDir Path empty) {
        assertThatThrownBy(() -> new DevnetDeployer(chain, empty).deploy(List.of()))
                .isInstanceOf(ContractsNotBuilt.class)
                .hasMessageContaining("WeirToken.json")
                .hasMessageContaining("run contracts/solidity/build");
    }

    @Test
    void registration_byAnotherThanTheOperator_isRefused() {
        var node = node("amber", Devnet.signer(1)).node();

        assertThatThrownBy(() -> new Registration(node, Devnet.signer(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node 'amber' is operated by 0x70997970");
    }
}
