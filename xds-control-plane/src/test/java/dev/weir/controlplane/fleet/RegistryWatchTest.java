package dev.weir.controlplane.fleet;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.STRANGER;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.fleet.port.FakeVerifier;
import dev.weir.controlplane.fleet.port.FleetStore;
import dev.weir.controlplane.fleet.port.MemoryFleetStore;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import dev.weir.model.SignedHeartbeat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryWatchTest {
    private final SettableClock clock = new SettableClock(START);
    private final Fleet fleet = new Fleet(new FakeVerifier(), clock);
    private NodeRegistry registry = () -> List.of(registered(AMBER), registered(BIRCH));
    private final RegistryWatch watch = new RegistryWatch(() -> registry.activeNodes(), fleet, clock);

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void registryThatShrinksSuddenly_isNotBelievedAtOnce(int left) {
        refresh(six());

        refresh(six().subList(0, left));

        assertThat(watch.size()).hasValue(6);
        assertThat(watch.trouble().orElseThrow())
                .isEqualTo("the registry suddenly lacks " + (6 - left)
                        + " of 6 nodes, which stand until it has said so for 10 s");
        clock.forward(Duration.ofMillis(9_999));
        refresh(six().subList(0, left));
        assertThat(watch.size()).hasValue(6);
    }

    @Test
    void registryThatShrank_isBelieved_whenItSaysSoForTenSeconds() {
        refresh(six());
        refresh(List.of());
        clock.forward(Duration.ofSeconds(10));

        refresh(List.of());

        assertThat(watch.size()).hasValue(0);
        assertThat(watch.trouble()).isEmpty();
    }

    @Test
    void registryThatIsWholeBetween_beginsTheWaitAnew() {
        refresh(six());
        refresh(List.of());
        clock.forward(Duration.ofSeconds(9));
        refresh(six());
        assertThat(watch.trouble()).isEmpty();
        clock.forward(Duration.ofSeconds(9));

        refresh(List.of());

        assertThat(watch.size()).hasValue(6);
    }

    @Test
    void aThirdOfTheNodes_mayLeaveAtOnce_andManyMayCome() {
        refresh(six().subList(0, 1));
        refresh(six());
        assertThat(watch.size()).hasValue(6);

        refresh(six().subList(0, 4));
        assertThat(watch.size()).hasValue(4);
    }

    @Test
    void nodesThatAllChangeHands_areLostToo() {
        refresh(List.of(registered(AMBER), registered(BIRCH)));

        refresh(List.of(registered(AMBER, STRANGER), registered(BIRCH, STRANGER)));

        assertThat(watch.trouble()).isPresent();
    }

    @Test
    void registryBeyondTheBound_saysSo() {
        refresh(IntStream.range(0, NodeRegistry.MAX_NODES)
                .mapToObj(node -> registered(new NodeId("node-" + node)))
                .toList());

        assertThat(watch.trouble()).contains("the registry names 10000 nodes or more; the first 10000 count");
    }

    @Test
    void keptRegistry_standsUntilTheFirstReading() {
        refresh(List.of(registered(AMBER), registered(BIRCH)));
        var store = new MemoryFleetStore();
        store.save(new FleetStore.Kept(List.of(registered(AMBER), registered(BIRCH)), Map.of()));

        var restarted = new RegistryWatch(
                () -> registry.activeNodes(), new Fleet(new FakeVerifier(), clock, clock, store), clock);

        assertThat(restarted.size()).hasValue(2);
        assertThat(restarted.trouble()).contains("the registry was not read yet; the one that was kept stands");
    }

    private void refresh(List<RegisteredNode> nodes) {
        registry = () -> nodes;
        watch.refresh();
    }

    private static List<RegisteredNode> six() {
        return IntStream.range(0, 6)
                .mapToObj(node -> registered(new NodeId("node-" + node)))
                .toList();
    }

    private boolean beat() {
        return fleet.accept(new SignedHeartbeat(
                        new Heartbeat(AMBER, new EndpointAddress.Socket("127.0.0.1", 9101), 1, START, 0),
                        OPERATOR.value()))
                .isEmpty();
    }
}
