package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** deploy/compose.yaml is what the Compose specification takes, and the topology of deploy/local.yaml. */
final class ComposeTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode services = read("compose.yaml").get("services");
    private final JsonNode local = read("local.yaml");

    @Test
    void file_fitsTheSchema() {
        var said = Checkout.run(
                Checkout.ROOT.resolve("integration-tests/compose"),
                Map.of(),
                List.of(
                        "node",
                        "validate.mjs",
                        Checkout.ROOT.resolve("deploy/compose.yaml").toString()));

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out().lines())
                .hasSize(services.size())
                .allSatisfy(line -> assertThat(line).matches(".* user=[1-9][0-9]*:[1-9][0-9]* network=host"));
    }

    @Test
    void everyNode_isThere_asTheLocalFileHasIt() {
        int port = local.at("/ports/nodes").asInt();
        for (var node : local.get("nodes")) {
            var service = services.path(node.get("name").asText());
            assertThat(Gateway.stream(service.get("command")).map(JsonNode::asText))
                    .as(node.toString())
                    .containsSubsequence("--name", node.get("name").asText())
                    .containsSubsequence("--region", node.get("region").asText())
                    .containsSubsequence("--port", String.valueOf(port), "--admin-port", String.valueOf(port + 1))
                    .containsSubsequence("--impair", node.get("impair").asText());
            port += 2;
        }
    }

    @Test
    void everyPort_isThatOfTheLocalFile() {
        assertThat(environment("xds-control-plane"))
                .containsEntry("QUARKUS_HTTP_PORT", port("dashboard"))
                .containsEntry("WEIR_XDS_PORT", port("xds"))
                .containsEntry("WEIR_JUDGE_PORT", port("judge"))
                .containsEntry("WEIR_RATELIMIT_PORT", port("ratelimit"))
                .containsEntry("WEIR_AUTH_PORT", port("auth"));
        assertThat(environment("ext-authz-service"))
                .containsEntry("QUARKUS_HTTP_PORT", port("auth"))
                .containsEntry("QUARKUS_GRPC_SERVER_PORT", port("judge"))
                .containsEntry("WEIR_XDS_ADDRESS", "127.0.0.1:" + port("xds"));
        assertThat(environment("ratelimit-service"))
                .containsEntry("QUARKUS_HTTP_PORT", port("ratelimitHttp"))
                .containsEntry("QUARKUS_GRPC_SERVER_PORT", port("ratelimit"));
    }

    @Test
    void envoy_isTheOfficialImageOfTheVersionThatWeTestOn() {
        assertThat(services.at("/envoy/image").asText()).isEqualTo("envoyproxy/envoy:v1.40.0");
    }

    private String port(String what) {
        return local.at("/ports/" + what).asText();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> environment(String service) {
        return YAML.convertValue(services.at("/" + service + "/environment"), Map.class);
    }

    private static JsonNode read(String file) {
        try {
            return YAML.readTree(Checkout.ROOT.resolve("deploy").resolve(file).toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
