package dev.weir.bench.rig.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.bench.rig.BenchPolicy;
import dev.weir.bench.rig.Lab;
import dev.weir.bench.rig.Ports;
import dev.weir.bench.upstream.Scenarios;
import dev.weir.config.WeirConfig;
import dev.weir.model.NodeId;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.Canary;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.WeightedEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PublishersTest {
    private static final NodeId DEAD = new NodeId("fast-1");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = BenchPolicy.class,
            names = {"ROUND_ROBIN", "LEAST_REQUEST", "CSWRR"})
    void builtInPolicy_getsNothingOfOurs_butWhoLives(BenchPolicy policy) throws IOException {
        var route = fair(policy);

        assertThat(route.traffic()).isEmpty();
        assertThat(route.canary()).isEmpty();
        assertThat(endpoints(route)).extracting(WeightedEndpoint::weight).containsOnly(1);
        assertThat(endpoints(route)).extracting(WeightedEndpoint::usable).containsExactly(true, true, true, false);
    }

    @ParameterizedTest
    @EnumSource(
            value = BenchPolicy.class,
            names = {"WEIGHTS", "PICK"})
    void ours_goOutAsPlanned(BenchPolicy policy) throws IOException {
        assertThat(fair(policy)).isEqualTo(planned(policy));
    }

    private ApiRoute fair(BenchPolicy policy) throws IOException {
        return Publishers.fair(planned(policy), node -> !node.equals(DEAD));
    }

    private static List<WeightedEndpoint> endpoints(ApiRoute route) {
        return route.pools().getFirst().endpoints();
    }

    /** With unlike weights, the first node drained, a canary, and a part for each gateway. */
    private ApiRoute planned(BenchPolicy policy) throws IOException {
        var lab = new Lab(Scenarios.with(folder, ""), new Ports(23_000));
        var api = WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), lab.config())).apis().stream()
                .filter(each -> each.name().equals(policy.api()))
                .findFirst()
                .orElseThrow();
        var endpoints = lab.registry().stream()
                .map(node -> new WeightedEndpoint(
                        node.node(),
                        lab.address(0),
                        node.node().value().startsWith("slow") ? 200_000 : 300_000,
                        !node.node().value().equals("slow-0"),
                        node.pricePerCall(),
                        node.region()))
                .toList();
        var pools = List.of(new PoolEndpoints(lab.registry().getFirst().pool(), endpoints));
        return new ApiRoute(
                api, pools, Optional.of(new Canary(10, pools)), new TreeMap<>(Map.of("one", 0.5, "other", 0.5)));
    }
}
