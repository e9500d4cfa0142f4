package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
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
                .containsEntry("WEIR_XDS_ADDRESS", "127.0.0.1:" + port("xds"))
                .containsEntry("WEIR_RELAY_PORT", port("relay"));
        assertThat(environment("ratelimit-service"))
                .containsEntry("QUARKUS_HTTP_PORT", port("ratelimitHttp"))
                .containsEntry("QUARKUS_GRPC_SERVER_PORT", port("ratelimit"));
    }

    /** A container that is broken into gives away its own secrets and nobody else's. */
    @Test
    void everyContainer_hasItsOwnSecretsAlone() {
        var chain = "chain:/var/lib/weir/chain:ro";
        assertThat(volumes("ext-authz-service")).containsExactly(chain, "ext-authz:/var/lib/weir/ext-authz");
        assertThat(volumes("xds-control-plane"))
                .containsExactly(chain, "control-plane:/var/lib/weir/control-plane", "learned:/var/lib/weir/learned");
        for (var name : names()) {
            assertThat(volumes(name))
                    .containsExactly(chain, "operator-" + name + ":/var/lib/weir/operators/" + name + ":ro");
            assertThat(services.at("/" + name + "/command").toString())
                    .contains("\"--operator-key-file\",\"/var/lib/weir/operators/" + name + "/key\"");
        }
        for (var name : List.of("anvil", "ratelimit-service", "envoy")) {
            assertThat(volumes(name)).as(name).isEmpty();
        }
    }

    /** Volumes belong to whom their folder in the image of the first container that mounts them belongs to. */
    @Test
    void everyVolume_isMountedFirstByTheDevnet_whoseImageHasItsFolder() throws IOException {
        var image = Files.readString(Checkout.ROOT.resolve("deploy/Dockerfile"));
        var mounted = volumes("devnet");

        assertThat(mounted).hasSize(4 + names().size());
        assertThat(mounted)
                .allSatisfy(volume -> assertThat(image).contains(" weir-home/" + volume.split("/weir-home/", 2)[1]));
    }

    /** An Envoy that is there first waits 15 s each for clusters and listeners. */
    @Test
    void envoy_startsOnceItsNeighboursAreHealthy() {
        var neighbours = services.at("/envoy/depends_on");

        assertThat(neighbours.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("xds-control-plane", "ext-authz-service", "ratelimit-service");
        assertThat(neighbours.propertyStream()).allSatisfy(neighbour -> {
            assertThat(neighbour.getValue().at("/condition").asText()).isEqualTo("service_healthy");
            assertThat(services.get(neighbour.getKey()).has("healthcheck")).isTrue();
        });
    }

    @Test
    void envoy_isTheOfficialImageOfTheVersionThatWeTestOn() {
        assertThat(services.at("/envoy/image").asText()).isEqualTo("envoyproxy/envoy:v1.40.0");
    }

    private List<String> names() {
        return Gateway.stream(local.get("nodes"))
                .map(node -> node.get("name").asText())
                .toList();
    }

    /** Named volumes, not files of the checkout. */
    private List<String> volumes(String service) {
        return Gateway.stream(services.path(service).path("volumes"))
                .map(JsonNode::asText)
                .filter(volume -> !volume.startsWith("."))
                .toList();
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
