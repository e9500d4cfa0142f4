package dev.weir.topology.adapter.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.CallerLimit;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.model.ApiName;
import dev.weir.model.Tier;
import dev.weir.topology.ConfiguredTopology;
import dev.weir.topology.GatewayTls;
import dev.weir.topology.ServiceAddresses;
import dev.weir.xds.adapter.envoy.XdsResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Envoy has to take anew where only APIs change: an updated listener would end connections. */
final class ChangedApisTest {
    private static final String BEFORE = """
            apis:
              - {name: quotes, match: {prefix: /quotes}, pools: [cloud], access: public}
            pools:
              - {name: cloud, endpoints: [{name: a, url: "https://a.example"}]}
            edge: {tls: {redirect: true, http3: true, certificates: [{hosts: [api.example], chain: c.pem, key: k.pem}]}}
            """;
    private static final String AFTER = BEFORE.replace(
                    "apis:",
                    "apis:\n  - {name: rpc, match: {prefix: /rpc}, protocol: json-rpc, pools: [cloud, other], websocket: false, cors: {origins: [\"https://page.example\"]}}")
            .replace("pools:\n", "pools:\n  - {name: other, endpoints: [{name: b, url: \"http://10.0.0.1\"}]}\n");

    @Test
    void listeners_areTheSame_whateverApisThereAre() {
        assertThat(resources(BEFORE).listeners()).hasSize(3);
        assertThat(resources(AFTER).listeners()).isEqualTo(resources(BEFORE).listeners());
    }

    @Test
    void clustersOfApisThatStay_areTheSame() {
        var after =
                resources(AFTER).clusters().stream().collect(Collectors.toMap(Cluster::getName, cluster -> cluster));

        assertThat(after.values()).containsAll(resources(BEFORE).clusters());
        assertThat(after).containsKey("rpc.any");
    }

    private static XdsResources resources(String yaml) {
        var config = YamlReader.read("weir.yaml", yaml.getBytes(UTF_8), WeirConfig.class);
        var limits = config.apis().stream()
                .map(api -> new CallerLimit(
                        new ApiName(api.name().value()), Tier.OPEN, Optional.empty(), 10, Duration.ofSeconds(1)))
                .toList();
        var topology = ConfiguredTopology.of(
                config,
                ServiceAddresses.onLoopback(10_000, 9_191, 9_192, 8_081, 18_000)
                        .with(new GatewayTls(10_443, "/run/certificates")),
                List.of(),
                config.edge(),
                limits,
                host -> List.of("192.0.2.1"));
        return new TopologyTranslator().translate(topology);
    }
}
