package dev.weir.topology.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.weir.config.Deployment;
import dev.weir.config.LimitsFile;
import dev.weir.config.WeirConfig;
import dev.weir.topology.ConfiguredTopology;
import dev.weir.topology.Topology;
import dev.weir.xds.adapter.envoy.XdsResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files say what the control plane sends for the same config, resource by resource. */
final class EnvoyFilesTest {
    private static final Deployment LOCAL = Deployment.read(Path.of("../deploy/local.yaml"));

    private final List<String> files =
            List.copyOf(EnvoyFiles.of(topology(), 9_902).values());
    private final JsonNode envoy = EnvoyYaml.parse(files.getFirst());
    private final JsonNode routes = EnvoyYaml.parse(files.getLast());

    @Test
    void listener_isTheControlPlanes_butForWhereItsRoutesComeFrom() {
        var written = (ObjectNode) envoy.at("/static_resources/listeners/0").deepCopy();
        assertThat(written.findValues("rds"))
                .hasSize(32)
                .allMatch(rds -> rds.at("/config_source/path_config_source/path")
                        .asText()
                        .equals("./routes.yaml"));
        var ads = EnvoyYaml.parse("{route_config_name: gateway, config_source: {ads: {}, resource_api_version: V3}}");
        written.findParents("rds").forEach(manager -> ((ObjectNode) manager).set("rds", ads));

        assertThat(EnvoyYaml.merge(written, Listener.newBuilder()).build())
                .isEqualTo(told().listeners().getFirst());
    }

    @Test
    void clustersAndEndpoints_areTheControlPlanes_inOne() {
        var clusters = new ArrayList<Message>();
        var endpoints = new ArrayList<ClusterLoadAssignment>();
        for (var written : envoy.at("/static_resources/clusters")) {
            var cluster = (ObjectNode) written.deepCopy();
            if (cluster.get("name").asText().contains(".")) {
                endpoints.add(EnvoyYaml.merge(cluster.remove("load_assignment"), ClusterLoadAssignment.newBuilder())
                        .build());
                cluster.put("type", "EDS")
                        .set(
                                "eds_cluster_config",
                                EnvoyYaml.parse("{eds_config: {ads: {}, resource_api_version: V3}}"));
            }
            clusters.add(EnvoyYaml.merge(cluster, Cluster.newBuilder()).build());
        }

        assertThat(clusters).isEqualTo(told().clusters());
        assertThat(endpoints).isEqualTo(told().endpoints());
        assertThat(endpoints.getFirst().getEndpoints(0).getLbEndpointsList()).hasSize(5);
    }

    @Test
    void routes_areTheControlPlanes_withTheFieldThatOurMessagesDoNotKnow() {
        var written = (ObjectNode) routes.at("/resources/0").deepCopy();
        assertThat(written.remove("@type").asText())
                .isEqualTo("type.googleapis.com/envoy.config.route.v3.RouteConfiguration");
        assertThat(written.findValues("request_body_buffer_limit"))
                .extracting(JsonNode::asLong)
                .containsExactly(524_288L);
        written.findParents("request_body_buffer_limit")
                .forEach(route -> ((ObjectNode) route).remove("request_body_buffer_limit"));
        var expected = told().routes().getFirst().toBuilder();
        expected.getVirtualHostsBuilder(0)
                .getRoutesBuilderList()
                .forEach(route -> route.setUnknownFields(UnknownFieldSet.getDefaultInstance()));

        assertThat(EnvoyYaml.merge(written, RouteConfiguration.newBuilder()).build())
                .isEqualTo(expected.build());
    }

    @Test
    void bootstrap_asksNoControlPlane_andKeepsItsBounds() {
        assertThat(envoy.has("dynamic_resources")).isFalse();
        assertThat(envoy.at("/admin/address/socket_address/port_value").asInt()).isEqualTo(9_902);
        assertThat(envoy.get("overload_manager").get("resource_monitors")).hasSize(2);
    }

    @Test
    void alikeChains_areWrittenOnce() {
        assertThat(files.getFirst()).hasSizeLessThan(100_000);
    }

    @Test
    void equalConfigs_giveEqualFiles() {
        assertThat(EnvoyFiles.of(topology(), 9_902)).isEqualTo(EnvoyFiles.of(topology(), 9_902));
    }

    private static XdsResources told() {
        return new TopologyTranslator().translate(topology());
    }

    private static Topology topology() {
        var weir = WeirConfig.read(Path.of("../weir.yaml"));
        var apis = weir.apis().stream().map(WeirConfig.Api::name).toList();
        var limits = LimitsFile.read(Path.of("../deploy/limits/weir.yaml")).callerLimits(apis);
        return ConfiguredTopology.of(weir, LOCAL, List.copyOf(limits), host -> List.of("192.0.2.1"));
    }
}
