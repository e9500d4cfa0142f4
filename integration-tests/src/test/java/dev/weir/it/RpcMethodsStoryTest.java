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
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that only some endpoints answer, behind real Envoy: by pools that say so, and by endpoints that refuse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
final class RpcMethodsStoryTest {
    private static final int FURTHER = 900;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TRACE = "debug_traceCall";

    /** Each by a server of its own: one that is known to fail is seldom asked again. */
    private static final List<String> ODD = List.of(
            "no HTTP at all\r\n\r\n",
            "",
            "HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx: " + "x".repeat(200_000));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final RpcOrigin full = new RpcOrigin("full", 0, TRACE);
    private final RpcOrigin fuller = new RpcOrigin("fuller", 0, TRACE);
    private final RpcOrigin old = new RpcOrigin("old", 0);
    private final RpcOrigin older = new RpcOrigin("older", 0);
    private final RpcOrigin mortal = new RpcOrigin("mortal", 0);
    private final RpcOrigin tracer = new RpcOrigin("tracer", 0);
    private final List<StrangeOrigin> strange =
            ODD.stream().map(odd -> new StrangeOrigin()).toList();
    private final RpcOrigin sound = new RpcOrigin("sound", 0);
    private final RpcOrigin lacks = new RpcOrigin("lacks", 0, "eth_feeHistory", "eth_getProof");
    private final RpcOrigin has = new RpcOrigin("has", 0, "eth_getProof");

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    void start() throws IOException {
        var file = Files.writeString(folder.resolve("methods.yaml"), """
                apis:
                - {name: rpc, match: {prefix: /rpc, strip: true}, protocol: json-rpc, methods: [eth_*, debug_*], pools: [full, archive], access: public, actuator: pick}
                - {name: apart, match: {prefix: /apart, strip: true}, protocol: json-rpc, methods: [eth_*, debug_*], pools: [full, tracers], access: public, actuator: pick}
                - {name: dying, match: {prefix: /dying, strip: true}, protocol: json-rpc, methods: [eth_*, debug_*], pools: [full, mortals], access: public, actuator: pick}
                - {name: picked, match: {prefix: /picked, strip: true}, protocol: json-rpc, pools: [mixed], access: public, actuator: pick}
                - {name: weighed, match: {prefix: /weighed, strip: true}, protocol: json-rpc, pools: [mixed], access: public, actuator: weights}
                %s
                pools:
                %s
                - {name: full, methods: ["*", "!debug_*"], endpoints: [{name: full, url: "%s"}, {name: fuller, url: "%s"}]}
                - {name: archive, endpoints: [{name: old, url: "%s"}, {name: older, url: "%s"}]}
                - {name: tracers, methods: [debug_*], endpoints: [{name: tracer, url: "%s"}]}
                - {name: mortals, endpoints: [{name: mortal, url: "%s"}]}
                - {name: mixed, endpoints: [{name: lacks, url: "%s"}, {name: has, url: "%s"}]}
                chain: memory
                """.formatted(
                        lines("""
                                - {name: odd-%1$d, match: {prefix: /odd-%1$d, strip: true}, protocol: json-rpc, pools: [odd-%1$d], access: public, actuator: weights}
                                - {name: picked-%1$d, match: {prefix: /picked-%1$d, strip: true}, protocol: json-rpc, pools: [odd-%1$d], access: public, actuator: pick}
                                """),
                        lines("""
                                - {name: odd-%1$d, endpoints: [{name: strange-%1$d, url: "http://127.0.0.1:%2$d"}, {name: sound-%1$d, url: "%3$s"}]}
                                """),
                        full.url(),
                        fuller.url(),
                        old.url(),
                        older.url(),
                        tracer.url(),
                        mortal.url(),
                        lacks.url(),
                        has.url()));
        weir("up", "--detach", "--port-offset", String.valueOf(Gateway.OFFSET + FURTHER), "--config", file.toString())
                .ok();
        for (var api : List.of("rpc", "apart", "picked", "weighed")) {
            await(api + " serves")
                    .atMost(SOON)
                    .until(() -> call(api, "eth_gasPrice").statusCode() == 200);
        }
    }

    @AfterAll
    void end() {
        weir("down").ok();
        strange.forEach(StrangeOrigin::close);
        Stream.of(sound, full, fuller, old, older, tracer, mortal, lacks, has).forEach(RpcOrigin::close);
    }

    @Test
    void call_goesToThosePools_thatAnswerIt_andABatchToThoseThatAnswerAllOfIt() {
        assertThat(nodes("rpc", TRACE)).containsExactly("old", "older");
        assertThat(nodes("rpc", "eth_call")).containsExactly("full", "fuller", "old", "older");
        assertThat(nodes("rpc", "eth_call", TRACE)).containsExactly("old", "older");
        assertThat(nodes("apart", TRACE)).containsExactly("tracer");
        assertThat(nodes("apart", "eth_call", "eth_gasPrice")).containsExactly("full", "fuller");

        assertThat(full.asked(TRACE) + fuller.asked(TRACE)).isZero();
        assertThat(tracer.asked("eth_call")).isZero();
    }

    @Test
    void batchThatNobodyAnswersWhole_isRefused_andSaysWhatToSendApart() {
        var refused = call("apart", "eth_call", TRACE);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Gateway.code(refused)).isEqualTo("batch_divided");
        assertThat(Gateway.json(refused).get("detail").asText())
                .isEqualTo(
                        "Each of these is answered by some endpoint, and all by none; send them apart: eth_call, debug_traceCall.");
    }

    @Test
    void whereThoseThatAnswerIt_die_noneOfTheOthersIsAsked() {
        int port = mortal.port();
        assertThat(call("dying", TRACE).statusCode()).isEqualTo(200);
        mortal.close();
        for (int i = 0; i < 20; i++) {
            var refused = call("dying", TRACE);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(Gateway.code(refused)).isEqualTo("nodes_unavailable");
            assertThat(call("dying", "eth_call").statusCode()).isEqualTo(200);
        }
        assertThat(full.asked(TRACE) + fuller.asked(TRACE)).isZero();

        try (var reborn = new RpcOrigin("mortal", port)) {
            await("it is back").atMost(Duration.ofSeconds(60)).until(() -> {
                call("dying", TRACE);
                return reborn.asked(TRACE) > 0;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"picked", "weighed"})
    void methodThatAnEndpointLacks_isAskedOfAnother_andNothingBadIsSaidOfIt(String api) {
        for (int i = 0; i < 60; i++) {
            var answer = call(api, "eth_feeHistory");
            assertThat(answer.body()).contains("\"result\":\"has\"");
            assertThat(answer.headers().firstValue("weir-unsupported")).isEmpty();
        }
        var nobody = call(api, "eth_getProof");
        assertThat(nobody.statusCode()).isEqualTo(200);
        assertThat(nobody.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32601,\"message\":\"the method eth_getProof does not exist/is not available\"}}");

        assertThat(nodes(api, "eth_call")).containsExactly("has", "lacks");
        assertThat(node(api, "lacks").get("failures").asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true  | `\"error\":{\"code\":-32004,\"message\":\"Method not supported\"}`",
                "true  | `\"error\": {\"message\": \"none\", \"code\": -32601}`",
                "true  | `\"error\":{\"code\":-32000,\"message\":\"Unsupported method: eth_getProof on this chain\"}`",
                "true  | `\"error\":{\"code\":-32000,\"message\":\"the method eth_syncing does not exist/is not available\"}`",
                "false | `\"error\":{\"code\":3,\"message\":\"execution reverted: method not supported\"}`",
                "false | `\"error\":{\"code\":-32000,\"message\":\"header not found\"}`",
                "false | `\"error\":{\"code\":-32602,\"message\":\"-32601\"}`",
                "false | `\"result\":{\"error\":{\"code\":-32601}}`",
            })
    void answer_thatSaysThatTheMethodIsLacking_goesElsewhere_andNoOther(boolean elsewhere, String answer) {
        lacks.say("eth_syncing", "{\"jsonrpc\":\"2.0\",\"id\":0," + answer + "}", false);

        assertThat(asksElsewhere()).isEqualTo(elsewhere);
    }

    /** Whatever it answers is asked of another: what is no HTTP, nothing at all, a server's error, more headers than anybody reads. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void endpointThatAnswersOddly_failsNoIdempotentCall(int way) {
        strange.get(way).say(ODD.get(way));
        for (var api : List.of("odd-" + way, "picked-" + way)) {
            int before = strange.get(way).asked();
            await("the strange one is asked").atMost(Duration.ofSeconds(60)).until(() -> {
                assertThat(answers(api, "eth_call")).allSatisfy(each -> {
                    assertThat(each.statusCode()).as(each.body()).isEqualTo(200);
                    assertThat(each.body()).contains("\"result\":\"sound\"");
                });
                return strange.get(way).asked() > before;
            });
        }
    }

    /** One for each odd way: with number, port of the strange one and URL of the sound one. */
    private String lines(String line) {
        return IntStream.range(0, ODD.size())
                .mapToObj(way -> line.formatted(way, strange.get(way).port(), sound.url()))
                .collect(Collectors.joining());
    }

    @Test
    void answerThatIsNotLookedAt_longOrOfUnknownLength_passes() {
        var error = "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32601,\"message\":\"%s\"}}";
        lacks.say("eth_syncing", error.formatted("long ".repeat(300)), false);
        assertThat(asksElsewhere()).isFalse();

        lacks.say("eth_syncing", error.formatted("short"), true);
        assertThat(asksElsewhere()).isFalse();
        lacks.say("eth_syncing", error.formatted("short"), false);
        assertThat(asksElsewhere()).isTrue();
    }

    /** Whether no caller sees what the one that lacks it says, though it is asked. */
    private boolean asksElsewhere() {
        long before = lacks.asked("eth_syncing");
        boolean elsewhere = true;
        for (int i = 0; i < 200 && (i < 20 || lacks.asked("eth_syncing") == before); i++) {
            elsewhere &= call("weighed", "eth_syncing").body().contains("\"result\":\"has\"");
        }
        assertThat(lacks.asked("eth_syncing")).isGreaterThan(before);
        return elsewhere;
    }

    @Test
    void endpointThatLacksAMethod_isLeftOutForIt_onceTheJudgeHeard() {
        await("it was asked once").atMost(SOON).until(() -> {
            nodes("picked", "eth_feeHistory");
            return lacks.asked("eth_feeHistory") > 0;
        });
        await("and is not any more").atMost(SOON).until(() -> {
            long before = lacks.asked("eth_feeHistory");
            nodes("picked", "eth_feeHistory");
            return lacks.asked("eth_feeHistory") == before;
        });
        assertThat(nodes("picked", "eth_gasPrice")).contains("lacks");
    }

    /** Who answers calls of that: many at once, as the pick gives few to the best alone. */
    private TreeSet<String> nodes(String api, String... methods) {
        return answers(api, methods).stream()
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> answer.headers().firstValue("x-weir-node").orElse("nobody"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<HttpResponse<String>> answers(String api, String... methods) {
        var calls = IntStream.range(0, 64)
                .mapToObj(i -> http.sendAsync(request(api, methods), HttpResponse.BodyHandlers.ofString()))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private HttpResponse<String> call(String api, String... methods) {
        return send(request(api, methods));
    }

    private static HttpRequest request(String api, String... methods) {
        var calls = IntStream.range(0, methods.length)
                .mapToObj(id ->
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + methods[id] + "\",\"params\":[]}")
                .collect(Collectors.joining(","));
        return HttpRequest.newBuilder(uri(10_000, "/" + api))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(methods.length > 1 ? "[" + calls + "]" : calls))
                .build();
    }

    private JsonNode node(String api, String node) {
        return Gateway.stream(Gateway.json(send(HttpRequest.newBuilder(uri(8_080, "/api/v1/view"))
                                .build()))
                        .get("apis"))
                .filter(each -> each.get("name").asText().equals(api))
                .flatMap(each -> Gateway.stream(each.get("nodes")))
                .filter(each -> each.get("node").asText().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private Checkout.Said weir(String... arguments) {
        return Checkout.weir(folder.resolve("home"), arguments);
    }

    private static URI uri(int port, String path) {
        return Gateway.uri(port + FURTHER, path);
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
