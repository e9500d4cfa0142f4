package dev.weir.chain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Signer;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import org.junit.jupiter.api.Test;

/** What every registry does, whatever stands behind it. Each test begins with an empty one. */
public abstract class NodeRegistryContract {
    private static final Signer ALICE = Devnet.signer(7);
    private static final Signer BOB = Devnet.signer(8);
    private static final RegisteredNode AMBER = node("amber", ALICE, "eu-west", "0.0001");
    private static final RegisteredNode BIRCH = node("birch", BOB, "us-east", "0.00005");
    private static final RegisteredNode CEDAR = node("cedar", ALICE, "eu-north", "0");

    protected abstract NodeRegistry registry();

    protected abstract void register(Signer operator, RegisteredNode node);

    protected abstract void update(Signer operator, RegisteredNode node);

    protected abstract void deregister(Signer operator, NodeId node);

    private static RegisteredNode node(String name, Signer operator, String region, String price) {
        return new RegisteredNode(
                new NodeId(name), operator.wallet(), new PoolName("edge"), region, TokenAmount.ofTokens(price));
    }

    @Test
    void registry_withoutNodes_isEmpty() {
        assertThat(registry().activeNodes()).isEmpty();
    }

    @Test
    void nodes_registeredInAnyOrder_areListedByNameWithAllThatWasSaid() {
        register(BOB, BIRCH);
        register(ALICE, CEDAR);
        register(ALICE, AMBER);

        assertThat(registry().activeNodes()).containsExactly(AMBER, BIRCH, CEDAR);
    }

    @Test
    void name_thatIsTaken_staysWithItsOperator() {
        register(ALICE, AMBER);

        assertThatThrownBy(() -> register(BOB, node("amber", BOB, "us-west", "0")))
                .isInstanceOf(RuntimeException.class);

        assertThat(registry().activeNodes()).containsExactly(AMBER);
    }

    @Test
    void node_updatedByItsOperator_changes() {
        register(ALICE, AMBER);
        var dearer = node("amber", ALICE, "eu-south", "2");

        update(ALICE, dearer);

        assertThat(registry().activeNodes()).containsExactly(dearer);
    }

    @Test
    void node_updatedByAnother_staysAsItIs() {
        register(ALICE, AMBER);

        assertThatThrownBy(() -> update(BOB, node("amber", BOB, "eu-south", "2")))
                .isInstanceOf(RuntimeException.class);

        assertThat(registry().activeNodes()).containsExactly(AMBER);
    }

    @Test
    void node_deregistered_leavesTheOthersAndFreesItsName() {
        register(ALICE, AMBER);
        register(BOB, BIRCH);
        register(ALICE, CEDAR);

        deregister(ALICE, AMBER.node());
        assertThat(registry().activeNodes()).containsExactly(BIRCH, CEDAR);

        var taken = node("amber", BOB, "us-west", "3");
        register(BOB, taken);
        assertThat(registry().activeNodes()).containsExactly(taken, BIRCH, CEDAR);
    }

    @Test
    void node_deregisteredByAnother_stays() {
        register(ALICE, AMBER);

        assertThatThrownBy(() -> deregister(BOB, AMBER.node())).isInstanceOf(RuntimeException.class);

        assertThat(registry().activeNodes()).containsExactly(AMBER);
    }
}
