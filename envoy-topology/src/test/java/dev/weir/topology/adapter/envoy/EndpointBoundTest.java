package dev.weir.topology.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Edge;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.model.EndpointAddress;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.WeightedEndpoint;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many calls an endpoint gets at once: what its cluster says of it. */
final class EndpointBoundTest {
    private static final String OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private final TopologyTranslator translator = new TopologyTranslator(Optional.empty(), Path.of("/etc/roots.pem"));

    @Test
    void poolWithConcurrency_boundsTheConnectionsToEachEndpoint_whichAreOfHttp1() {
        for (var actuator : List.of("pick", "weights")) {
            var cluster = cluster(actuator, "concurrency: 8,");

            assertThat(bounds(cluster)).containsExactly(8);
            assertThat(options(cluster))
                    .contains("idle_timeout", "explicit_http_config")
                    .doesNotContain("auto_config");
            // Of the cluster as a whole all stands as it did.
            assertThat(cluster.getCircuitBreakers().getThresholdsList())
                    .isEqualTo(cluster(actuator, "").getCircuitBreakers().getThresholdsList());
        }
    }

    @Test
    void poolWithout_hasNoBound_andTakesHttp2WhereItIsOffered() {
        var cluster = cluster("pick", "");

        assertThat(bounds(cluster)).isEmpty();
        assertThat(options(cluster)).contains("auto_config").doesNotContain("idle_timeout");
    }

    /** What was made before is kept by what it was made of. */
    @Test
    void changedConcurrency_isAnotherCluster_alsoOfTheSameTranslator() {
        assertThat(bounds(cluster("pick", "concurrency: 8,"))).containsExactly(8);
        assertThat(bounds(cluster("pick", "concurrency: 9,"))).containsExactly(9);
        assertThat(bounds(cluster("pick", ""))).isEmpty();
    }

    @Test
    void poolsThatDifferInConcurrencyAlone_haveUnlikeClusters_underWeights() {
        var clusters = translator.translate(topology("""
                        apis: [{name: own, match: {prefix: /}, pools: [few, any], access: public, actuator: weights}]
                        pools:
                        - {name: few, concurrency: 2, endpoints: [{name: one, url: "http://10.0.0.1"}]}
                        - {name: any, endpoints: [{name: two, url: "http://10.0.0.2"}]}
                        chain: memory
                        """)).clusters();

        assertThat(bounds(clusters.get(clusters.size() - 2))).containsExactly(2);
        assertThat(bounds(clusters.getLast())).isEmpty();
    }

    private Cluster cluster(String actuator, String concurrency) {
        return translator
                .translate(topology("""
                        apis: [{name: own, match: {prefix: /}, pools: [cloud], access: public, actuator: %s}]
                        pools: [{name: cloud, %s endpoints: [{name: one, url: "https://one.example"}]}]
                        chain: memory
                        """.formatted(actuator, concurrency)))
                .clusters()
                .getLast();
    }

    private static Topology topology(String yaml) {
        var config = YamlReader.read("weir.yaml", yaml.getBytes(StandardCharsets.UTF_8), WeirConfig.class);
        var api = config.apis().getFirst();
        var pools = api.pools().stream()
                .map(name -> new PoolEndpoints(name, endpoints(config.pool(name).orElseThrow())))
                .toList();
        return new Topology(
                ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000),
                List.of(new ApiRoute(api, pools)),
                Edge.DEFAULT,
                List.of(),
                config.pools());
    }

    private static List<WeightedEndpoint> endpoints(WeirConfig.Pool pool) {
        return pool.endpoints().stream()
                .map(upstream -> new WeightedEndpoint(
                        upstream.name(),
                        new EndpointAddress.Socket("192.0.2.1", upstream.url().port()),
                        1_000_000,
                        true,
                        upstream.price(),
                        upstream.region(),
                        Optional.of(upstream)))
                .toList();
    }

    private static List<Integer> bounds(Cluster cluster) {
        return cluster.getCircuitBreakers().getPerHostThresholdsList().stream()
                .map(Thresholds::getMaxConnections)
                .map(most -> most.getValue())
                .toList();
    }

    private static String options(Cluster cluster) {
        return cluster.getTypedExtensionProtocolOptionsOrThrow(OPTIONS)
                .getValue()
                .toStringUtf8();
    }
}
