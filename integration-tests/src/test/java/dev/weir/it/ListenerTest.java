package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the listener that we ship does to requests, on the running Envoy. */
@ExtendWith(Gateway.Extension.class)
final class ListenerTest {
    @Test
    void clientsOwnWeirHeaders_areRemoved(Gateway gateway) {
        var answer = gateway.get(
                "/quotes/BTC",
                "authorization",
                "Bearer " + gateway.freshToken(),
                "x-weir-tier",
                "staked",
                "x-weir-caller",
                "eip155:1:0x0000000000000000000000000000000000000001",
                "x-envoy-auth-partial-body",
                "true",
                "x-envoy-retry-on",
                "5xx");

        assertThat(header(answer, "x-weir-tier")).isEqualTo("open");
        assertThat(answer.headers().allValues("x-weir-tier")).hasSize(1);
        assertThat(header(answer, "ratelimit-policy")).contains("q=20");
    }

    @Test
    void nodesLoadReport_reachesTheOperator_andNotTheCaller(Gateway gateway) {
        var answer = gateway.get("/quotes/BTC", bearer(gateway.freshToken()));
        var node = header(answer, "x-weir-node");

        assertThat(answer.headers().firstValue("endpoint-load-metrics")).isEmpty();
        await().until(() ->
                gateway.node("quotes", node).at("/reported/utilisation").isNumber());
        assertThat(gateway.node("quotes", node).at("/reported/inFlight").isInt())
                .isTrue();
        assertThat(gateway.weir("explain", node, "--api", "quotes").ok()).contains("says of itself: ");
    }

    @Test
    void clientsOwnWeirHeaders_neverReachTheJudge(Gateway gateway) {
        var answer = gateway.get("/quotes/BTC", "x-weir-caller", "eip155:1:0x0000000000000000000000000000000000000001");

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void pathSpellings_areOneBeforeTheyAreJudged(Gateway gateway) throws IOException {
        assertThat(raw(gateway, "GET //quotes/./x/../BTC HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(raw(gateway, "GET /quotes/%2e%2e/rpc HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(raw(gateway, "GET /quotes%2fBTC HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void whatEnvoyItselfRefuses_isAProblemToo(Gateway gateway) throws IOException {
        refused(
                raw(gateway, "GET /quotes%2fBTC HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"),
                400,
                "http_malformed");
        refused(
                raw(gateway, "GET /quotes/BTC HTTP/1.1\r\nhost: h\r\nx_weir_tier: staked\r\nconnection: close\r\n\r\n"),
                400,
                "http_malformed");
        refused(raw(gateway, "nonsense\r\n\r\n"), 400, "http_malformed");
        refused(
                raw(gateway, "GET /quotes/BTC HTTP/1.1\r\nhost: h\r\nx: " + "a".repeat(40_000) + "\r\n\r\n"),
                431,
                "headers_too_large");
    }

    @Test
    void twoHosts_areRefused_beforeAnyoneReadsOneOfThem(Gateway gateway) throws IOException {
        var both = "host: 127.0.0.1:" + gateway.port() + "\r\nhost: h\r\nconnection: close\r\n\r\n";

        refused(raw(gateway, "GET /auth/challenge HTTP/1.1\r\n" + both), 400, "http_malformed");
        refused(raw(gateway, "POST /rpc HTTP/1.1\r\ncontent-length: 0\r\n" + both), 400, "http_malformed");
    }

    @Test
    void endlessHeaders_areEndedAfterFiveSeconds(Gateway gateway) throws IOException {
        refused(raw(gateway, "GET /quotes/BTC HTTP/1.1\r\nhost: h\r\nx: "), 408, "request_slow");
    }

    @Test
    void judgesRefusal_keepsItsOwnWords(Gateway gateway) throws IOException {
        refused(raw(gateway, "GET /nothing HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"), 404, "api_unknown");
        refused(
                raw(gateway, "GET /auth/session HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"),
                405,
                "http_method_not_allowed");
    }

    @Test
    void clientsThatOfferToGoOnInTls_orSpeakHttp10_areServed(Gateway gateway) throws IOException {
        var token = gateway.freshToken();
        assertThat(raw(
                        gateway,
                        "GET /quotes/BTC HTTP/1.1\r\nhost: h\r\nauthorization: Bearer " + token
                                + "\r\nconnection: Upgrade, close\r\nupgrade: TLS/1.2\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw(gateway, "GET /quotes/BTC HTTP/1.0\r\nhost: h\r\nauthorization: Bearer " + token + "\r\n\r\n"))
                .containsPattern("^HTTP/1\\.[01] 200");
    }

    @Test
    void connectionThatSaysNothing_isLetGo(Gateway gateway) throws IOException {
        assertThat(raw(gateway, "")).isEmpty();
    }

    @Test
    void whatNodesAnswer_cannotActOnTheGatewaysOrigin(Gateway gateway) {
        var answer = gateway.get("/quotes/BTC", bearer(gateway.freshToken()));

        assertThat(header(answer, "content-security-policy"))
                .isEqualTo("sandbox; default-src 'none'; frame-ancestors 'none'");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void pageOfAnotherOrigin_mayCallWhatNamesIt_andReadsRefusalsToo(Gateway gateway) throws IOException {
        var asked = raw(
                gateway,
                "OPTIONS /quotes/BTC HTTP/1.1\r\nhost: h\r\norigin: https://app.example\r\naccess-control-request-method: GET\r\n"
                        + "access-control-request-headers: authorization\r\nconnection: close\r\n\r\n");
        assertThat(asked)
                .startsWith("HTTP/1.1 200")
                .contains("access-control-allow-origin: https://app.example\r\n")
                .containsPattern("access-control-allow-headers: [^\r]*authorization");

        for (var authorization : List.of("", "authorization: Bearer " + gateway.freshToken() + "\r\n")) {
            assertThat(raw(
                            gateway,
                            "GET /quotes/BTC HTTP/1.1\r\nhost: h\r\norigin: https://app.example\r\n" + authorization
                                    + "connection: close\r\n\r\n"))
                    .startsWith(authorization.isEmpty() ? "HTTP/1.1 401" : "HTTP/1.1 200")
                    .contains("access-control-allow-origin: https://app.example\r\n")
                    .containsPattern("access-control-expose-headers: [^\r]*retry-after");
        }
    }

    @Test
    void pageOfAnotherOrigin_mayNotCallWhatDoesNotNameIt(Gateway gateway) throws IOException {
        assertThat(raw(
                        gateway,
                        "OPTIONS /fast/quotes/BTC HTTP/1.1\r\nhost: h\r\norigin: https://app.example\r\n"
                                + "access-control-request-method: GET\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("access-control-allow-origin");
    }

    @Test
    void hostNames_haveNoCase(Gateway gateway) throws IOException {
        assertThat(raw(
                        gateway,
                        "GET /auth/challenge?account=" + Gateway.account(Gateway.freshWallet())
                                + " HTTP/1.1\r\nhost: LOCALHOST:" + gateway.port() + "\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("localhost:" + gateway.port());
    }

    private static void refused(String answer, int status, String code) {
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).contains("content-type: application/problem+json\r\n");
        var problem = Gateway.json(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("type").asText()).isEqualTo("urn:weir:problem:" + code);
    }

    /** Everything that comes back until the gateway ends the connection. */
    private static String raw(Gateway gateway, String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
