package dev.weir.controlplane.fleet;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.fleet.port.FakeVerifier;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegistryWatchTest {
    private final Fleet fleet = new Fleet(new FakeVerifier(), new SettableClock(START));
    private NodeRegistry registry = () -> List.of(registered(AMBER), registered(BIRCH));
    private final RegistryWatch watch = new RegistryWatch(() -> registry.activeNodes(), fleet);

    @Test
    void watch_beforeTheFirstReading_knowsNoSize_andSaysSo() {
        assertThat(watch.size()).isEmpty();
        assertThat(watch.trouble()).contains("the registry was not read yet");
    }

    @Test
    void refresh_givesTheFleetItsNodes() {
        watch.refresh();

        assertThat(watch.size()).hasValue(2);
        assertThat(watch.trouble()).isEmpty();
        assertThat(beat()).isTrue();
    }

    @Test
    void refresh_ofADeadChain_keepsTheLastKnownNodes_andSaysWhy() {
        watch.refresh();
        registry = () -> {
            throw new NodeRegistryUnavailable("the chain did not answer", null);
        };
        watch.refresh();

        assertThat(watch.size()).hasValue(2);
        assertThat(watch.trouble()).contains("the chain did not answer");
        assertThat(beat()).isTrue();
    }

    @Test
    void refresh_onceTheChainAnswersAgain_hasNoTrouble() {
        registry = () -> {
            throw new NodeRegistryUnavailable("the chain did not answer", null);
        };
        watch.refresh();
        registry = List::of;
        watch.refresh();

        assertThat(watch.trouble()).isEmpty();
        assertThat(watch.size()).hasValue(0);
    }

    private boolean beat() {
        return fleet.accept(new SignedHeartbeat(
                        new Heartbeat(AMBER, new EndpointAddress("127.0.0.1", 9101), 1, START, 0), OPERATOR.value()))
                .isEmpty();
    }
}
