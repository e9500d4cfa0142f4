package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.balancing.GuardFired;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.topology.WeightedEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which nodes the gateways are told of, and when. */
final class PublishedTopologyTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void start_beforeAnyNodeBeats_publishesNothingFor6Seconds() {
        loop.registry.refresh();
        loop.run(Duration.ofMillis(6_000));
        assertThat(loop.publisher.published).isEmpty();

        loop.run(LoopUnderTest.TICK);
        assertThat(loop.publisher.published).hasSize(1);
    }

    @Test
    void start_onceEveryRegisteredNodeBeats_publishesAtOnce() {
        loop.registry.refresh();
        loop.beat(AMBER);
        loop.tick();
        assertThat(loop.publisher.published).isEmpty();

        loop.beat(BIRCH);
        loop.tick();
        assertThat(loop.endpoints()).extracting(WeightedEndpoint::weight).containsExactly(500_000, 500_000);
    }

    @Test
    void start_whileTheChainIsAway_neverEmptiesTheGateways() {
        loop.registered = () -> {
            throw new NodeRegistryUnavailable("the chain did not answer", null);
        };
        loop.registry.refresh();
        loop.run(Duration.ofMinutes(1));

        assertThat(loop.publisher.published).isEmpty();
        assertThat(loop.view().registryTrouble()).contains("the chain did not answer");
    }

    @Test
    void heartbeatsThatAllStop_takeNobodysEndpointsAway_andTheGuardSaysSo() {
        loop.settle();
        loop.run(Duration.ofMinutes(10));

        assertThat(loop.endpoints()).hasSize(2).allMatch(WeightedEndpoint::usable);
        assertThat(loop.quotes().guards()).extracting(GuardFired::name).contains("membership");
    }

    @Test
    void registryThatIsEmptyForAMoment_takesNobodysEndpointsAway() {
        loop.settle();
        loop.registered = List::of;
        loop.registry.refresh();
        loop.idle(Duration.ofSeconds(9));
        loop.registry.refresh();

        assertThat(loop.endpoints()).hasSize(2).allMatch(WeightedEndpoint::usable);
        assertThat(loop.view().registryTrouble()).isPresent();
    }

    @Test
    void registeredNode_thatNeverSpoke_isCountedAsSilent() {
        loop.registry.refresh();
        loop.beat(AMBER);
        loop.run(Duration.ofSeconds(3));

        assertThat(loop.view().silentNodes()).isEqualTo(1);
        loop.beat(BIRCH);
        loop.tick();
        assertThat(loop.view().silentNodes()).isZero();
    }

    @Test
    void emptyRegistry_isPublishedAsSuch_after6Seconds() {
        loop.registered = List::of;
        loop.registry.refresh();
        loop.run(Duration.ofMillis(6_250));

        assertThat(loop.publisher.published).hasSize(1);
        assertThat(loop.endpoints()).isEmpty();
    }

    @Test
    void pushes_areCountedByApi() {
        loop.settle();
        loop.orders.pin("operator", QUOTES, AMBER, 0.45, "a test");
        loop.step();

        assertThat(loop.pushes(QUOTES)).isEqualTo(2);
        assertThat(loop.pushes(new ApiName("eth-rpc"))).isEqualTo(1);
        assertThat(loop.pushes(new ApiName("stranger"))).isZero();
    }

    @Test
    void nodeThatStopsBeating_isUnusableAtOnce_andBackOnItsNextBeat() {
        loop.settle();
        for (int second = 0; second < 6; second++) {
            loop.clock.forward(Duration.ofSeconds(1));
            loop.beat(AMBER);
            loop.tick();
        }
        assertThat(loop.endpoints()).extracting(WeightedEndpoint::usable).containsExactly(true, false);

        loop.beat(BIRCH);
        loop.tick();
        assertThat(loop.endpoints()).extracting(WeightedEndpoint::usable).containsExactly(true, true);
    }

    @Test
    void topology_thatCouldNotBePublished_isPublishedByTheNextTick() {
        loop.registry.refresh();
        loop.beat(AMBER);
        loop.beat(BIRCH);
        loop.publisher.broken = true;
        assertThatThrownBy(loop::tick).isInstanceOf(IllegalStateException.class);

        loop.publisher.broken = false;
        loop.step();
        assertThat(loop.publisher.published).hasSize(1);
    }

    /** A named endpoint has to be of the cluster that the route chose; by weights a pool's part is its cluster's. */
    @Test
    void severalPools_areOneClusterUnderThePick_andOneEachByWeights(@TempDir Path folder) throws IOException {
        loop.registered = () -> List.of(
                registered(AMBER),
                new RegisteredNode(BIRCH, OPERATOR, new PoolName("cloud"), "eu-west", TokenAmount.ofTokens("0.0001")));
        loop.begin(
                folder,
                yaml -> yaml.replace("pools: [edge]", "pools: [edge, cloud]")
                        .replace(
                                "  - {name: edge, nodes: registry}",
                                "  - {name: edge, nodes: registry}\n  - {name: cloud, nodes: registry}"));
        loop.settle();

        assertThat(nodesByCluster("fast-quotes")).containsExactly(Map.entry("fast-quotes.any", List.of(AMBER, BIRCH)));
        assertThat(nodesByCluster("quotes"))
                .containsExactly(Map.entry("quotes.edge", List.of(AMBER)), Map.entry("quotes.cloud", List.of(BIRCH)));
    }

    private List<Map.Entry<String, List<NodeId>>> nodesByCluster(String api) {
        return loop.publisher.published.getLast().apis().stream()
                .filter(route -> route.api().name().value().equals(api))
                .flatMap(route -> route.pools().stream()
                        .map(pool -> Map.entry(
                                route.cluster(pool),
                                pool.endpoints().stream()
                                        .map(WeightedEndpoint::node)
                                        .toList())))
                .toList();
    }
}
