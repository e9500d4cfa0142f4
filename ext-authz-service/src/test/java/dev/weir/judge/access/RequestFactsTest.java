package dev.weir.judge.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.JsonRpcBody;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestFactsTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /quotes/BTC, 0, GET /quotes/BTC 0",
        "GET, /fast/quotes/BTC, 0, GET /fast/quotes 0",
        "POST, /upload, 1, POST /upload 1",
        "POST, /upload, 1000, POST /upload 10",
        "POST, /upload, 1024, POST /upload 11",
    })
    void workKind_isMethodRouteAndSize(String method, String path, long bytes, String kind) {
        assertThat(facts(method, path, Optional.empty(), bytes).workKind()).isEqualTo(kind);
    }

    @Test
    void workKind_ofAJsonRpcCall_isItsMethod() {
        var call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getLogs\",\"params\":[]}";

        assertThat(facts("POST", "/rpc", Optional.of(parse(call)), 60).workKind())
                .isEqualTo("eth_getLogs 6");
    }

    @Test
    void workKind_ofABatch_isBatch() {
        var call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";

        assertThat(facts("POST", "/rpc", Optional.of(parse("[" + call + "," + call + "]")), 130)
                        .workKind())
                .isEqualTo("batch 8");
    }

    @Test
    void workKind_ofALongPath_isCut() {
        assertThat(facts("GET", "/" + "a".repeat(5_000), Optional.empty(), 0).workKind())
                .hasSize("GET ".length() + 64 + " 0".length());
    }

    private static JsonRpcBody parse(String text) {
        return JsonRpcBatch.parse(text.getBytes(UTF_8));
    }

    private static RequestFacts facts(String method, String path, Optional<JsonRpcBody> body, long bytes) {
        return new RequestFacts(Optional.empty(), method, path, Optional.empty(), "127.0.0.1", body, bytes);
    }
}
