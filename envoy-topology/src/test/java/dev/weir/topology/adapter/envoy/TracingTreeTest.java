package dev.weir.topology.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Edge;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.xds.adapter.envoy.XdsResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TracingTreeTest {
    private static final Topology TOPOLOGY = new Topology(
            ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000), List.of(), Edge.DEFAULT, List.of());

    @Test
    void everyPartOfTheListener_tracesToTheCollector() {
        var xds = translated(Optional.of("http://127.0.0.7:4400/base"));

        assertThat(xds.listeners().getFirst().getFilterChainsList())
                .isNotEmpty()
                .allSatisfy(chain -> assertThat(chain.toString())
                        .contains("envoy.tracers.opentelemetry", "http://127.0.0.7:4400/base/v1/traces"));
        assertThat(xds.clusters()).anySatisfy(cluster -> {
            assertThat(cluster.getName()).isEqualTo("traces");
            assertThat(cluster.getType()).isEqualTo(Cluster.DiscoveryType.STATIC);
            assertThat(cluster.toString()).contains("127.0.0.7", "4400");
        });
    }

    @Test
    void collectorByName_isAskedForAnew() {
        assertThat(translated(Optional.of("http://collector.local:4318")).clusters())
                .filteredOn(cluster -> cluster.getName().equals("traces"))
                .singleElement()
                .matches(cluster -> cluster.getType() == Cluster.DiscoveryType.STRICT_DNS);
    }

    @Test
    void withoutACollector_thereIsNothingOfIt() {
        var xds = translated(Optional.empty());

        assertThat(xds.listeners().toString()).doesNotContain("opentelemetry");
        assertThat(xds.clusters()).extracting(Cluster::getName).doesNotContain("traces");
    }

    private static XdsResources translated(Optional<String> url) {
        return new TopologyTranslator(Tracing.of(url, 0.25)).translate(TOPOLOGY);
    }
}
