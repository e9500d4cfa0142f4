package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real chains behind real Envoy, one of which falls behind, hangs, or is another one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
final class ChainHeadsStoryTest {
    private static final int FURTHER = 800;
    private static final int AT_ONCE = 24;
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Of an idempotent call that met one that hangs: the try that is given up, and another. */
    private static final Duration RETRIED = Duration.ofMillis(3_500 + 1_500);

    private final Chains chains = new Chains(8_560 + Gateway.OFFSET + FURTHER);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    void start() throws IOException {
        for (var name : new String[] {"ash", "birch", "cedar"}) {
            chains.start(name, 31_337);
        }
        chains.start("stray", 5);
        var endpoints = new StringBuilder();
        for (var name : chains.names()) {
            endpoints.append("  - {name: %s, url: \"http://127.0.0.1:%d\", headers: {x-api-key: \"${CHAIN_KEY}\"}}\n"
                    .formatted(name, chains.port(name)));
        }
        var file = Files.writeString(folder.resolve("chains.yaml"), """
                apis:
                - {name: weighed, match: {prefix: /weighed, strip: true}, protocol: json-rpc, pools: [chains], access: public, actuator: weights, heads: {lag: 5, chain: 31337, every: 500ms}}
                - {name: picked, match: {prefix: /picked, strip: true}, protocol: json-rpc, pools: [chains], access: public, actuator: pick, heads: {lag: 5, chain: 31337, every: 500ms}}
                - {name: hanging, match: {prefix: /hanging, strip: true}, protocol: json-rpc, pools: [chains], access: public, actuator: pick, heads: {lag: 5, chain: 31337, every: 500ms}}
                pools:
                - name: chains
                  endpoints:
                %schain: memory
                """.formatted(endpoints));
        weir("up", "--detach", "--port-offset", String.valueOf(Gateway.OFFSET + FURTHER), "--config", file.toString())
                .ok();
        await("all are seen")
                .atMost(SOON)
                .until(() -> words("picked", "cedar").startsWith("at block")
                        && words("weighed", "stray").equals("on chain 5, not 31337"));
    }

    @AfterAll
    void end() {
        weir("down").ok();
        chains.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weighed", "picked"})
    void whoIsBehind_getsLessThanOneCallOfAHundred_within2sOfBeingSeen_andComesBack(String api) {
        awaitServing(api, "ash", "birch", "cedar");
        chains.mine("ash", 7);
        chains.mine("birch", 7);

        await("it is seen")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> words(api, "cedar").equals("7 blocks behind"));
        long seen = System.nanoTime();
        var first = new TreeMap<String, Integer>();
        while (System.nanoTime() - seen < Duration.ofSeconds(2).toNanos()) {
            count(first, api);
        }
        var then = new TreeMap<String, Integer>();
        for (int i = 0; i < 20; i++) {
            count(then, api);
        }
        System.out.println(api + ": within 2 s of being seen " + first + ", after that " + then);

        assertThat(then).doesNotContainKey("cedar");
        assertThat(weir("status").ok())
                .contains("cedar on " + api + ": drained, 7 blocks behind")
                .contains("stray on " + api + ": drained, on chain 5, not 31337");
        assertThat(weir("explain", "cedar", "--api", api).ok()).contains("drained: 7 blocks behind");
        assertThat(get(uri(8_080, "/metrics")))
                .contains("weir_controlplane_node_head_behind_blocks{api=\"" + api + "\",node=\"cedar\"} 7.0")
                .contains("weir_controlplane_node_head{api=\"" + api + "\",node=\"cedar\",standing=\"behind\"} 1.0");

        chains.mine("cedar", 7);
        awaitServing(api, "ash", "birch", "cedar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weighed", "hanging"})
    void endpointThatHangs_failsNoCall_andIsUnknown_notBehind(String api) {
        awaitServing(api, "ash", "birch", "cedar");
        chains.signal("cedar", "STOP");
        try {
            var longest = Duration.ZERO;
            for (int i = 0; i < 150; i++) {
                long began = System.nanoTime();
                var answer = call(api);
                var took = Duration.ofNanos(System.nanoTime() - began);
                longest = took.compareTo(longest) > 0 ? took : longest;
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            System.out.println(api + ": the longest call while one hung took " + longest.toMillis() + " ms");
            assertThat(longest).isLessThan(RETRIED);
            await().atMost(SOON)
                    .until(() -> words(api, "cedar")
                            .equals("its head is unknown: it does not answer eth_blockNumber in time"));
        } finally {
            chains.signal("cedar", "CONT");
        }
        await("it says its head again")
                .atMost(SOON)
                .until(() -> words(api, "cedar").startsWith("at block"));
    }

    @Test
    void chainOfAnotherId_getsNothing() {
        var nodes = new TreeMap<String, Integer>();
        for (int i = 0; i < 10; i++) {
            count(nodes, i % 2 == 0 ? "weighed" : "picked");
        }
        assertThat(nodes).doesNotContainKey("stray");
    }

    /** Many at once: of few, the pick gives all to the best. */
    private void count(Map<String, Integer> nodes, String api) {
        var calls = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> http.sendAsync(request(api), HttpResponse.BodyHandlers.ofString()))
                .toList();
        for (var call : calls) {
            var answer = call.join();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            nodes.merge(answer.headers().firstValue("x-weir-node").orElse("nobody"), 1, Integer::sum);
        }
    }

    private void awaitServing(String api, String... names) {
        var nodes = new TreeMap<String, Integer>();
        await(String.join(", ", names) + " serve")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    count(nodes, api);
                    return nodes.keySet().containsAll(List.of(names));
                });
    }

    private HttpResponse<String> call(String api) {
        return send(request(api));
    }

    private static HttpRequest request(String api) {
        return HttpRequest.newBuilder(uri(10_000, "/" + api))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"eth_chainId\",\"params\":[]}"))
                .build();
    }

    private String words(String api, String node) {
        return Gateway.stream(Gateway.json(get(uri(8_080, "/api/v1/view"))).get("apis"))
                .filter(each -> each.get("name").asText().equals(api))
                .flatMap(each -> Gateway.stream(each.get("nodes")))
                .filter(each -> each.get("node").asText().equals(node))
                .map(each -> each.at("/head/words"))
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }

    private Checkout.Said weir(String... arguments) {
        return Checkout.weir(folder.resolve("home"), Map.of("CHAIN_KEY", "secret"), arguments);
    }

    private static URI uri(int port, String path) {
        return Gateway.uri(port + FURTHER, path);
    }

    private String get(URI uri) {
        return send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build())
                .body();
    }

    private HttpResponse<String> send(HttpRequest asked) {
        try {
            return http.send(asked, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
