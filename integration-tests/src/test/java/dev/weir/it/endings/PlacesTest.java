package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stock Envoy makes of places, and of our weights in them: docs/adr/0023-places.md rests on it. One Envoy in {@code eu} is gateway and nodes at once:
 * {@code n1} and {@code n2} in {@code eu} with weights 900 and 100, {@code n3} and {@code n4} in {@code us} with 500 each.
 */
final class PlacesTest {
    private static final int PORTS = 23_900;
    private static final int CALLS = 400;
    private static final Path ENVOY =
            Path.of("..").toAbsolutePath().normalize().resolve(".weir/tools/envoy/envoy/_bin/envoy");

    @TempDir
    private static Path folder;

    private static Process envoy;

    @BeforeAll
    static void start() throws IOException {
        var file = Files.writeString(folder.resolve("envoy.yaml"), config());
        envoy = new ProcessBuilder(
                        ENVOY.toString(),
                        "-c",
                        file.toString(),
                        "--log-level",
                        "error",
                        "--disable-hot-restart",
                        "--concurrency",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("envoy.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> call("flat").startsWith("HTTP/1.1 200"));
    }

    @AfterAll
    static void stop() {
        envoy.destroy();
    }

    @Test
    void withoutPlaces_callsFollowTheWeights() throws IOException {
        assertThat(shares("flat")).satisfies(shares -> {
            assertThat(shares.get("n1")).isBetween(0.40, 0.50);
            assertThat(shares.get("n3")).isBetween(0.20, 0.30);
        });
    }

    @Test
    void priorities_keepCallsNear_byTheWeights_andSpillByTheCountOfTheWellAlone() throws IOException {
        assertThat(shares("near"))
                .containsOnlyKeys("n1", "n2")
                .satisfies(shares -> assertThat(shares.get("n1")).isBetween(0.85, 0.95));
        // n1, which has nine tenths of the weight, is ill: half of the nodes are well, and 1.4 times that half stays.
        assertThat(shares("half-near"))
                .containsOnlyKeys("n2", "n3", "n4")
                .satisfies(shares -> assertThat(shares.get("n2")).isBetween(0.60, 0.80));
        assertThat(shares("none-near")).containsOnlyKeys("n3", "n4");
    }

    @Test
    void zoneAwareness_countsNodes_andForgetsTheirWeightsBetweenPlaces() throws IOException {
        assertThat(shares("zone")).containsOnlyKeys("n1", "n2");
        // One node here with 900, three there with 33 each, as many gateways here as there: half goes away from the
        // fast one.
        assertThat(shares("zone-of-unlike"))
                .satisfies(shares -> assertThat(shares.get("n1")).isBetween(0.40, 0.60));
    }

    @Test
    void weightsOfPlaces_areWhatWeSay_andThoseOfNodesHoldWithin() throws IOException {
        assertThat(shares("weighted")).satisfies(shares -> {
            assertThat(shares.getOrDefault("n1", 0.0) + shares.getOrDefault("n2", 0.0))
                    .isBetween(0.90, 0.99);
            assertThat(shares.get("n1")).isGreaterThan(7 * shares.getOrDefault("n2", 0.0));
        });
    }

    @Test
    void pick_takesWhatIsNamed_whereverItIs() throws IOException {
        assertThat(shares("picked")).containsOnlyKeys("n3");
    }

    @Test
    void gatewaysRegion_canBeSaidToWhoJudges() throws IOException {
        assertThat(call("flat")).contains("x-region: eu\r\n");
    }

    private static Map<String, Double> shares(String cluster) throws IOException {
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < CALLS; i++) {
            var answer = call(cluster);
            counts.merge(answer.substring(answer.lastIndexOf('\n') + 1), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue() / (double) CALLS));
    }

    private static String call(String cluster) throws IOException {
        return new Calls(PORTS, "127.0.0.1").get("/" + cluster);
    }

    private static String config() throws IOException {
        try (var in = PlacesTest.class.getResourceAsStream("/places/envoy.yaml")) {
            var shipped = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            var nodes = IntStream.rangeClosed(1, 4).mapToObj(PlacesTest::node).collect(Collectors.joining());
            return shipped.replace("  clusters:\n", nodes + "  clusters:\n");
        }
    }

    private static String node(int number) {
        return """
                  - name: n%1$d
                    address: {socket_address: {address: 127.0.0.1, port_value: %2$d}}
                    filter_chains:
                    - filters:
                      - name: manager
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                          stat_prefix: n%1$d
                          http_filters: [{name: router, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}]
                          route_config: {name: r, virtual_hosts: [{name: v, domains: ["*"], routes: [{match: {prefix: /}, direct_response: {status: 200, body: {inline_string: n%1$d}}}]}]}
                """.formatted(number, PORTS + number);
    }
}
