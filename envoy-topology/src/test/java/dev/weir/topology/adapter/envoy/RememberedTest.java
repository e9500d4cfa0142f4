package dev.weir.topology.adapter.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.topology.ConfiguredTopology;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A translator that remembers says what one says that was never asked before. */
final class RememberedTest {
    private static final List<String> FILES = List.of(
            file("quotes", "public", "a", "weights", ""),
            file("quotes", "public", "b", "weights", ""),
            file("quotes", "public", "b", "pick", ""),
            file("prices", "public", "b", "pick", ""),
            file("prices", "{wallet: any}", "b", "pick", "edge: {requests: 7}\n"),
            file("prices", "{wallet: any}", "b", "weights", "edge: {requests: 7}\n"),
            file("quotes", "public", "a", "weights", ""));

    private static String file(String api, String access, String node, String actuator, String more) {
        return """
                apis: [{name: %1$s, match: {prefix: /%1$s}, pools: [one, two], access: %2$s, actuator: %4$s}]
                pools:
                  - {name: one, endpoints: [{name: %3$s, url: "https://%3$s.example"}]}
                  - {name: two, endpoints: [{name: other, url: "http://10.0.0.1"}, {name: third, url: "http://10.0.0.2"}]}
                """.formatted(api, access, node, actuator) + more;
    }

    @Test
    void translation_isTheSame_whateverWasTranslatedBefore() {
        var remembers = new TopologyTranslator();
        for (var file : FILES) {
            var topology = topology(file);

            assertThat(remembers.translate(topology)).isEqualTo(new TopologyTranslator().translate(topology));
            assertThat(remembers.translate(topology)).isEqualTo(new TopologyTranslator().translate(topology));
        }
    }

    private static Topology topology(String yaml) {
        var config = YamlReader.read("weir.yaml", yaml.getBytes(UTF_8), WeirConfig.class);
        return ConfiguredTopology.of(
                config,
                ServiceAddresses.onLoopback(10_000, 9_191, 9_192, 8_081, 18_000),
                List.of(),
                config.edge(),
                List.of(),
                host -> List.of("192.0.2.1"));
    }
}
