package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.code;
import static dev.weir.it.Gateway.header;
import static dev.weir.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.chain.Devnet;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chain's API as clients use it, and as they misuse it. */
@ExtendWith(Gateway.Extension.class)
final class RpcStoryTest {
    private static final String CHAIN_ID = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";
    private static final int LIMIT = 262_144;

    @Test
    void client_ofDapps_getsEachAnswerUnderItsCall_andDeploysTheLargestContract(Gateway gateway) {
        var said = Checkout.run(
                Checkout.ROOT.resolve("integration-tests/browser"),
                Map.of(),
                List.of(
                        "node",
                        "rpc.mjs",
                        Gateway.uri(10_000, "/rpc").toString(),
                        staked(gateway, 5),
                        Gateway.uri(8_545, "/").toString(),
                        "0x" + "%064x".formatted(Devnet.signer(5).privateKey())));

        assertThat(said.exitCode()).as(said.err()).isZero();
        var seen = json(said.out());
        assertThat(texts(seen.get("batch"))).startsWith("0x7a69").hasSize(3).allMatch(text -> text.startsWith("0x"));
        assertThat(texts(seen.get("foreign"))).containsOnly("HttpRequestError 403");
        assertThat(texts(seen.get("odd")).getFirst()).isEqualTo("0x7a69");
        assertThat(texts(seen.get("odd")).get(1)).contains("-32600");
        assertThat(texts(seen.get("odd")).get(2)).startsWith("0x");
        assertThat(seen.get("bytes").asInt()).isGreaterThan(49_152);
        assertThat(seen.get("deployed").asText()).isEqualTo("success");
    }

    @Test
    void bodyThatIsNotReadWhole_doesNotPass_overAnyHttp(Gateway gateway) throws Exception {
        var token = staked(gateway, 5);
        var hidden = CHAIN_ID + " ".repeat(LIMIT - CHAIN_ID.length())
                + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"anvil_mine\",\"params\":[\"0x1\"]}" + " ".repeat(5_000);
        var whole = CHAIN_ID + " ".repeat(LIMIT - CHAIN_ID.length());

        for (var http2 : List.of(false, true)) {
            for (var chunked : List.of(false, true)) {
                var refused = send(gateway, http2, token, hidden, chunked);
                assertThat(refused.get("status").asInt())
                        .as(http2 + " " + chunked)
                        .isEqualTo(413);
                assertThat(refused.get("type").asText()).isEqualTo("application/problem+json");
                var problem = json(refused.get("text").asText());
                assertThat(problem.get("code").asText()).isEqualTo("request_too_large");
                assertThat(problem.get("detail").asText()).contains("262144 bytes");
                // Who is refused so often and sends so much may be slowed: two calls a second.
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(send(gateway, http2, token, whole, chunked)
                                        .get("status")
                                        .asInt())
                                .as(http2 + " " + chunked)
                                .isEqualTo(200));
            }
        }
    }

    @Test
    void batchWithAMethodThatIsNotOffered_isNotSent(Gateway gateway) {
        var answer = gateway.post(
                "/rpc",
                "[" + CHAIN_ID + "," + CHAIN_ID.replace("eth_chainId", "anvil_mine") + "]",
                bearer(staked(gateway, 5)));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("method_not_allowed");
        assertThat(json(answer).get("detail").asText()).contains("anvil_mine");
    }

    @Test
    void answerThatNoNodeHolds_isAnErrorOfTheCalls_andNobodysFault(Gateway gateway) {
        var blocks = gateway.send(HttpRequest.newBuilder(Gateway.uri(8_545, "/"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"anvil_mine\",\"params\":[\"0x400\",\"0x0\"]}")));
        assertThat(json(blocks).has("error")).isFalse();
        var percentiles = IntStream.range(0, 100).mapToObj(String::valueOf).collect(Collectors.joining(","));
        var batch = IntStream.range(0, 20)
                .mapToObj(id -> "{\"jsonrpc\":\"2.0\",\"id\":\"" + id
                        + "\",\"method\":\"eth_feeHistory\",\"params\":[\"0x400\",\"latest\",[" + percentiles + "]]}")
                .collect(Collectors.joining(",", "[", "]"));
        long retries = gateway.stat("cluster.eth-rpc.edge.upstream_rq_retry");

        var token = staked(gateway, 5);

        // Whoever was refused often a moment ago is slowed, and 20 calls at once are then too many.
        var answer = await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> gateway.post("/rpc", batch, bearer(token)), got -> got.statusCode() != 429);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).hasSize(20);
        assertThat(json(answer).get(7).get("id").asText()).isEqualTo("7");
        assertThat(json(answer).get(7).at("/error/code").asInt()).isEqualTo(-32_005);
        assertThat(gateway.stat("cluster.eth-rpc.edge.upstream_rq_retry")).isEqualTo(retries);
    }

    @Test
    void batches_countAsTheirItems(Gateway gateway) {
        var token = staked(gateway, 4);
        var batch = Stream.generate(() -> CHAIN_ID).limit(100).collect(Collectors.joining(",", "[", "]"));

        var answers = new ArrayList<HttpResponse<String>>();
        for (int i = 0; i < 60; i++) {
            answers.add(gateway.post("/rpc", batch, bearer(token)));
        }

        assertThat(answers.getFirst().statusCode()).isEqualTo(200);
        var limited =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertThat(limited).hasSizeGreaterThan(30);
        assertThat(code(limited.getFirst())).isEqualTo("rate_limited");
        assertThat(json(limited.getFirst()).get("detail").asText()).startsWith("This request counts as 100 calls");
    }

    @Test
    void bodies_areRefusedInTheirOwnWords(Gateway gateway) {
        var token = staked(gateway, 5);

        var many = gateway.post("/rpc", "[" + (CHAIN_ID + ",").repeat(100) + CHAIN_ID + "]", bearer(token));
        assertThat(code(many)).isEqualTo("batch_too_large");
        assertThat(json(many).get("detail").asText()).contains("100");
        assertThat(code(gateway.post("/rpc", "\ufeff" + CHAIN_ID, bearer(token))))
                .isEqualTo("body_marked");
        assertThat(code(gateway.post("/rpc", "{\"id\":1,\"id\":2}", bearer(token))))
                .isEqualTo("member_twice");
        assertThat(code(gateway.post("/rpc", "{", bearer(token)))).isEqualTo("body_not_json");
        var zipped = gateway.post("/rpc", CHAIN_ID, "authorization", "Bearer " + token, "content-encoding", "gzip");
        assertThat(zipped.statusCode()).isEqualTo(415);
        assertThat(code(zipped)).isEqualTo("content_encoding_unknown");
        var get = gateway.get("/rpc", bearer(token));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(header(get, "allow")).isEqualTo("POST");
    }

    /** Over HTTP/2 by prior knowledge, which the JDK's client does not have. */
    private static JsonNode send(Gateway gateway, boolean http2, String token, String body, boolean chunked)
            throws IOException, InterruptedException {
        if (!http2) {
            var bytes = BodyPublishers.ofString(body);
            var answer = gateway.send(
                    HttpRequest.newBuilder(Gateway.uri(10_000, "/rpc"))
                            .POST(chunked ? BodyPublishers.fromPublisher(bytes) : bytes),
                    bearer(token));
            return json(Gateway.object(
                    "status", String.valueOf(answer.statusCode()),
                    "type", header(answer, "content-type"),
                    "text", answer.body()));
        }
        var process = new ProcessBuilder(
                        "node", "h2.mjs", Gateway.uri(10_000, "").toString(), "/rpc", token, String.valueOf(chunked))
                .directory(Checkout.ROOT.resolve("integration-tests/browser").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return json(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static String staked(Gateway gateway, int account) {
        gateway.weir("stake", "100", "--account", String.valueOf(account)).ok();
        return gateway.token(Devnet.signer(account));
    }

    private static List<String> texts(JsonNode array) {
        return Gateway.stream(array).map(JsonNode::asText).toList();
    }
}
