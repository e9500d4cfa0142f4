package dev.weir.controlplane.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.controlplane.loop.Artifacts;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The HTTP side of a running control plane, which started although its chain does not answer. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@Timeout(60)
class AdminApiTest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String BECAUSE = "{\"reason\":\"a test\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final OrderBook orders;
    private final Artifacts artifacts;
    private final int port;
    private final Path models;

    @Inject
    AdminApiTest(
            OrderBook orders,
            Artifacts artifacts,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "weir.models-dir") Path models) {
        this.orders = orders;
        this.artifacts = artifacts;
        this.port = port;
        this.models = models;
    }

    @AfterEach
    void liftOrders() {
        orders.unfreeze("operator", "after a test");
    }

    @Test
    void viewOfATimeThatIsForgotten_saysSince_andOneThatIsNone_isMalformed() {
        assertProblem(send("GET", "/api/v1/view?at=2020-01-01T00:00:00Z", null), 404, "time_forgotten");
        assertProblem(send("GET", "/api/v1/view?at=yesterday", null), 400, "time_malformed");
    }

    @Test
    void view_isReadWithoutToken_andNamesTheTroubleWithTheChain() {
        var answer = send("GET", "/api/v1/view", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/apis/1/name").asText()).isEqualTo("quotes");
        assertThat(json(answer).get("registryTrouble").asText()).startsWith("the registered nodes are unknown");
    }

    @Test
    void configuration_isShown_withItsVersion() {
        var shown = json(send("GET", "/api/v1/config", null));

        assertThat(shown.at("/version/number").asLong()).isPositive();
        assertThat(shown.get("yaml").asText()).contains("name: fast-quotes").doesNotContain("# ");
        assertThat(json(send("GET", "/api/v1/config/versions", null))
                        .at("/0/number")
                        .asLong())
                .isEqualTo(shown.at("/version/number").asLong());
    }

    @Test
    void configuration_isChanged_andChangedBack_byWhoeverHasTheToken() throws IOException {
        var yaml = Files.readString(Path.of("../weir.yaml")).replace("name: fast-quotes", "name: quick-quotes");
        assertProblem(put("?reason=a+test", yaml), 401, "admin_token_required");

        var looked = json(put("?dry-run=true", yaml, "Authorization", "Bearer " + ServiceUnderTest.TOKEN));
        assertThat(looked.get("made").asBoolean()).isFalse();
        assertThat(looked.get("changes").toString())
                .isEqualTo("[\"api fast-quotes removed\",\"api quick-quotes added\"]");
        assertThat(looked.get("resources").toString())
                .contains("{\"type\":\"route\",\"name\":\"gateway\",\"what\":\"changed\"}");

        var made = json(put("?reason=a+test", yaml, "Authorization", "Bearer " + ServiceUnderTest.TOKEN));
        assertThat(made.get("made").asBoolean()).isTrue();
        assertThat(made.at("/version/reason").asText()).isEqualTo("a test");
        var undone = json(change("POST", "/api/v1/config/undo", BECAUSE));
        assertThat(undone.get("changes").toString())
                .isEqualTo("[\"api quick-quotes removed\",\"api fast-quotes added\"]");
    }

    @Test
    void configurationThatCannotBe_isRefused_withItsLine() {
        var token = "Bearer " + ServiceUnderTest.TOKEN;
        var bad = put("?name=my.yaml&reason=why", "apis: 7\n", "Authorization", token);
        assertProblem(bad, 422, "config_refused");
        assertThat(json(bad).get("detail").asText()).startsWith("my.yaml:1:1: apis");
        assertProblem(put("", "apis: []\n", "Authorization", token), 400, "order_malformed");
        assertThat(put("?reason=why", "# ".repeat(2_300_000), "Authorization", token)
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void whatIsNoConfiguration_isShort() {
        assertProblem(
                change("PUT", "/api/v1/freeze", "{\"reason\":\"" + "a".repeat(70_000) + "\"}"), 413, "body_too_large");
    }

    private HttpResponse<String> put(String query, String yaml, String... headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/config" + query))
                    .header("content-type", "application/yaml")
                    .PUT(HttpRequest.BodyPublishers.ofString(yaml));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void view_saysOfBothKindsWhatIsInForce() {
        var view = json(send("GET", "/api/v1/view", null));

        assertThat(view.at("/model/kind").asText()).isEqualTo("model");
        assertThat(view.at("/model/digest").isNull()).isTrue();
        assertThat(view.at("/model/message").asText()).isEqualTo("no model yet: EWMA decides");
        assertThat(view.at("/network/kind").asText()).isEqualTo("policy network");
        assertThat(view.at("/network/digest").isNull()).isTrue();
        assertThat(view.at("/network/message").asText()).endsWith("the plain plan decides");
    }

    @Test
    void change_withoutToken_isRefusedWith401() {
        var answer = send("PUT", "/api/v1/freeze", BECAUSE);

        assertProblem(answer, 401, "admin_token_required");
        assertThat(orders.orders().freeze()).isEmpty();
    }

    @Test
    void change_withAWrongToken_isRefusedWith401() {
        assertProblem(
                send("PUT", "/api/v1/freeze", BECAUSE, "Authorization", "Bearer wrong"), 401, "admin_token_required");
    }

    @Test
    void change_withThePrefixOfTheToken_isRefusedWith401() {
        assertProblem(
                send(
                        "PUT",
                        "/api/v1/freeze",
                        BECAUSE,
                        "Authorization",
                        "Bearer " + ServiceUnderTest.TOKEN.substring(1)),
                401,
                "admin_token_required");
    }

    @Test
    void change_withTheToken_isInForce() {
        assertThat(change("PUT", "/api/v1/freeze", BECAUSE).statusCode()).isEqualTo(204);
        assertThat(orders.orders().freeze()).isPresent();

        assertThat(change("DELETE", "/api/v1/freeze", BECAUSE).statusCode()).isEqualTo(204);
        assertThat(orders.orders().freeze()).isEmpty();
    }

    @Test
    void change_dressedUpAsAHeartbeat_changesNothing() {
        assertThat(send("PUT", "/api/v1/freeze;x=/api/v1/heartbeats", BECAUSE).statusCode())
                .isNotEqualTo(204);
        assertThat(send("PUT", "/api/v1/freeze?/api/v1/heartbeats", BECAUSE).statusCode())
                .isEqualTo(401);
        assertThat(orders.orders().freeze()).isEmpty();
    }

    @Test
    void change_fromAForeignPage_isRefusedWith403_evenWithTheToken() {
        var answer = send(
                "PUT",
                "/api/v1/freeze",
                BECAUSE,
                "Authorization",
                "Bearer " + ServiceUnderTest.TOKEN,
                "Origin",
                "http://evil.example");

        assertProblem(answer, 403, "origin_foreign");
    }

    @Test
    void read_fromAForeignPage_isRefusedWith403() {
        assertProblem(send("GET", "/api/v1/view", null, "Origin", "null"), 403, "origin_foreign");
    }

    @Test
    void read_fromOurOwnPage_passes() {
        assertThat(send("GET", "/api/v1/view", null, "Origin", "http://127.0.0.1:" + port)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void request_forAnotherHost_isRefusedWith421() throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("GET /api/v1/view HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 421").contains("urn:weir:problem:host_unknown");
        }
    }

    @Test
    void heartbeat_needsNoToken_butARegisteredNode() {
        var answer = send("POST", "/api/v1/heartbeats", """
                {"node":"amber","address":"127.0.0.1:9101","sequence":1,"sentAt":1767225600,"inFlight":0,"signature":"0x00"}""");

        assertProblem(answer, 403, "node_unregistered");
    }

    @Test
    void heartbeat_withoutAField_isMalformed_andNamesIt() {
        var answer = send("POST", "/api/v1/heartbeats", "{\"node\":\"amber\"}");

        assertProblem(answer, 400, "heartbeat_malformed");
        assertThat(json(answer).get("detail").asText()).isEqualTo("address is missing");
    }

    @Test
    void heartbeat_withoutABody_isMalformed() {
        assertProblem(send("POST", "/api/v1/heartbeats", ""), 400, "heartbeat_malformed");
    }

    @Test
    void heartbeat_thatIsNoJson_is400() {
        assertThat(send("POST", "/api/v1/heartbeats", "beat").statusCode()).isEqualTo(400);
    }

    @Test
    void freeze_withoutReason_isMalformed() {
        assertProblem(change("PUT", "/api/v1/freeze", "{}"), 400, "order_malformed");
        assertProblem(change("PUT", "/api/v1/freeze", ""), 400, "order_malformed");
    }

    @Test
    void rollback_withoutToken_isRefusedWith401() {
        assertProblem(send("POST", "/api/v1/rollback", BECAUSE), 401, "admin_token_required");
    }

    @Test
    void rollback_fromAForeignPage_isRefusedWith403_evenWithTheToken() {
        assertProblem(
                send(
                        "POST",
                        "/api/v1/rollback",
                        BECAUSE,
                        "Authorization",
                        "Bearer " + ServiceUnderTest.TOKEN,
                        "Origin",
                        "http://evil.example"),
                403,
                "origin_foreign");
    }

    @Test
    void rollback_whereThereIsNoModel_is409() {
        assertProblem(change("POST", "/api/v1/rollback", BECAUSE), 409, "nothing_to_roll_back");
    }

    @Test
    void networkThatIsPublished_isOnlyACandidate_andGoesByARollback_whichNamesItsKind() throws IOException {
        var digest = new PolicyRegistry(models.resolveSibling("policies"))
                .publish(
                        Files.readAllBytes(Path.of("src/test/resources/models/policy.onnx")),
                        new Provenance(
                                PolicyFeatures.VERSION,
                                PolicyFeatures.names(),
                                "by hand",
                                1,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                0,
                                Map.of()));
        artifacts.refresh();
        assertThat(artifacts.inForce().network()).isEmpty();

        var answer = change("POST", "/api/v1/rollback", BECAUSE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("kind").asText()).isEqualTo("policy network");
        var audit = json(send("GET", "/api/v1/audit", null))
                .get("entries")
                .valueStream()
                .filter(entry -> entry.get("subject").asText().equals("policy network " + digest))
                .map(entry -> entry.get("what").asText());
        assertThat(audit).containsExactly("publish", "stage", "rollback");
        assertProblem(change("POST", "/api/v1/rollback", BECAUSE), 409, "nothing_to_roll_back");
    }

    @Test
    void rollback_withoutReason_isMalformed() {
        assertProblem(change("POST", "/api/v1/rollback", "{}"), 400, "order_malformed");
    }

    @Test
    void audit_isReadWithoutToken_andNamesWhoDidWhatAndWhy() {
        change("PUT", "/api/v1/freeze", "{\"reason\":\"for the audit\"}");

        var audit = json(send("GET", "/api/v1/audit", null));
        assertThat(audit.get("trouble").isNull()).isTrue();
        var last = audit.get("entries").get(audit.get("entries").size() - 1);
        assertThat(last.get("by").asText()).isEqualTo("operator");
        assertThat(last.get("what").asText()).isEqualTo("freeze");
        assertThat(last.get("why").asText()).isEqualTo("for the audit");
        assertThat(last.get("at").asText()).startsWith("20");
    }

    @Test
    void pin_ofANodeThatServesNothing_is404() {
        assertProblem(
                change("PUT", "/api/v1/apis/quotes/nodes/nobody/pin", "{\"share\":0.5,\"reason\":\"a test\"}"),
                404,
                "node_unknown");
    }

    @Test
    void pin_ofANodeThatLeft_canBeTakenBack_andWantsAShare() {
        orders.pin("operator", new ApiName("quotes"), new NodeId("gone"), 0.5, "a test");

        assertProblem(
                change("PUT", "/api/v1/apis/quotes/nodes/gone/pin", "{\"reason\":\"a test\"}"), 400, "order_malformed");
        assertThat(change("DELETE", "/api/v1/apis/quotes/nodes/gone/pin", BECAUSE)
                        .statusCode())
                .isEqualTo(204);
        assertThat(orders.orders().pins()).isEmpty();
    }

    @Test
    void stream_givesViews() throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(lines.lines()
                            .filter(line -> line.startsWith("data:"))
                            .limit(2)
                            .toList())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(JSON.readTree(line.substring("data:".length()))
                                    .has("apis"))
                            .isTrue());
        }
    }

    @Test
    void history_ofAMalformedTime_is400() {
        assertThat(send("GET", "/api/v1/history?every=PT5S", null).statusCode()).isEqualTo(200);
        assertProblem(send("GET", "/api/v1/history?every=often", null), 400, "time_malformed");
        assertProblem(send("GET", "/api/v1/history?since=yesterday", null), 400, "time_malformed");
    }

    @Test
    void pages_forbidFramesInlineCodeAndOtherOrigins() {
        var headers = send("GET", "/", null).headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .contains("default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cache-Control")).contains("no-cache");
    }

    @Test
    void everyFileThatThePageNames_isServed() {
        var page = send("GET", "/", null).body();
        var named = Pattern.compile("(?:src|href)=\"([^#\"]+)\"")
                .matcher(page)
                .results()
                .map(each -> each.group(1))
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(4)
                .allSatisfy(file -> assertThat(send("GET", "/" + file, null).statusCode())
                        .as(file)
                        .isEqualTo(200));
    }

    private HttpResponse<String> change(String method, String path, String body) {
        return send(method, path, body, "Authorization", "Bearer " + ServiceUnderTest.TOKEN);
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(json(answer).get("type").asText()).isEqualTo("urn:weir:problem:" + code);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
