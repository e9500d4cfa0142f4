package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.answered;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.Balancer;
import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Bounds;
import dev.weir.balancing.Candidate;
import dev.weir.balancing.Objective;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.FleetNode;
import dev.weir.controlplane.fleet.Head;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Windows;
import dev.weir.topology.WeightedEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Four equal nodes, ten answers each in every window. */
final class ArmTest {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final WeirConfig.Api API = WeirConfig.read(Path.of("../weir.yaml")).apis().stream()
            .filter(api -> api.name().equals(QUOTES))
            .findFirst()
            .orElseThrow();

    private final Arm arm = new Arm(new Balancer(new BalancerSettings(
            new Objective(1, 1, 0.2), Bounds.NONE, TICK, 0.005, 0.6, 0.2, 0.005, Duration.ofSeconds(10))));
    private Instant now = START;

    @Test
    void nodeWhoseTailLeavesTheCrowd_isUnusableForEnvoy_thoughItIsLive() {
        round(40, 20);
        assertThat(endpoints()).allMatch(WeightedEndpoint::usable);

        round(8, 400);

        assertThat(arm.drained(node(0))).isTrue();
        assertThat(endpoints()).filteredOn(WeightedEndpoint::usable).hasSize(3);
        assertThat(endpoints().getFirst().usable()).isFalse();
        assertThat(arm.guards()).anySatisfy(fired -> assertThat(fired.name()).isEqualTo("ejection"));
    }

    @Test
    void whoIsBehind_hasNoShare_andIsUnusableForEnvoy_alsoWhileFrozen() {
        round(4, 20);
        var behind = new Head(Head.Standing.BEHIND, Optional.of(1L), Optional.of(7L), "7 blocks behind");
        var nodes = nodes().stream()
                .map(each -> each.node().equals(node(1)) ? standing(each, behind) : each)
                .toList();
        plan(nodes, true);

        assertThat(usable(nodes)).containsExactly(node(0), node(2), node(3));
        assertThat(arm.weight(node(1)).orElseThrow().share()).isEqualTo(0.25);

        plan(nodes, false);
        plan(nodes, false);

        assertThat(usable(nodes)).containsExactly(node(0), node(2), node(3));
        assertThat(arm.weight(node(1)).orElseThrow().share()).isLessThan(0.01);
        assertThat(arm.weight(node(0)).orElseThrow().share()).isGreaterThan(0.3);

        plan(nodes(), false);
        plan(nodes(), false);
        assertThat(arm.weight(node(1)).orElseThrow().share()).isGreaterThan(0.2);
    }

    private List<NodeId> usable(List<FleetNode> nodes) {
        return arm.pools(now, API, nodes).getFirst().endpoints().stream()
                .filter(WeightedEndpoint::usable)
                .map(WeightedEndpoint::node)
                .toList();
    }

    private void plan(List<FleetNode> nodes, boolean frozen) {
        now = now.plus(TICK);
        arm.plan(
                now,
                nodes.stream()
                        .map(node -> new Candidate(
                                node.node(),
                                node.pricePerCall(),
                                node.serves(),
                                Optional.empty(),
                                node.head().isPresent()))
                        .toList(),
                frozen,
                Learned.NOTHING);
    }

    private static FleetNode standing(FleetNode node, Head head) {
        return new FleetNode(
                node.node(),
                node.pool(),
                node.region(),
                node.pricePerCall(),
                node.addresses(),
                node.upstream(),
                node.reportedInFlight(),
                node.lastHeartbeat(),
                node.live(),
                Optional.of(head));
    }

    @Test
    void trial_isToldToEnvoy_asSoonAsItBegins() {
        round(40, 20);
        round(8, 400);

        round(24, 20);

        assertThat(endpoints()).allMatch(WeightedEndpoint::usable);
    }

    /** @param millis of the first node's answers */
    private void round(int ticks, int millis) {
        for (int i = 0; i < ticks; i++) {
            now = now.plus(TICK);
            var attempts = new ArrayList<Attempt>();
            for (int node = 0; node < 4; node++) {
                for (int call = 0; call < 10; call++) {
                    attempts.add(answered(node(node), node == 0 ? millis : 20, now.minusMillis(20L * call)));
                }
            }
            arm.observe(Windows.of(attempts, now, TICK, new Even()), attempts);
            arm.plan(
                    now,
                    nodes().stream()
                            .map(node -> new Candidate(node.node(), node.pricePerCall(), true, Optional.empty()))
                            .toList(),
                    false,
                    Learned.NOTHING);
        }
    }

    private static final class Even implements Windows.Terms {
        @Override
        public TokenAmount price(NodeId node) {
            return TokenAmount.ZERO;
        }

        @Override
        public double share(ApiName api, NodeId node) {
            return 0.25;
        }
    }

    private List<WeightedEndpoint> endpoints() {
        return arm.pools(now, API, nodes()).getFirst().endpoints();
    }

    private List<FleetNode> nodes() {
        return IntStream.range(0, 4)
                .mapToObj(i -> new FleetNode(
                        node(i),
                        registered(node(i)).pool(),
                        registered(node(i)).region(),
                        registered(node(i)).pricePerCall(),
                        List.of(new EndpointAddress.Socket("127.0.0.1", 9_100 + i)),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.of(now),
                        true,
                        Optional.empty()))
                .toList();
    }

    private static NodeId node(int index) {
        return new NodeId("n" + index);
    }
}
