package dev.weir.judge.adapter.quarkus;

import static dev.weir.judge.adapter.envoy.FakeControlPlane.cluster;
import static dev.weir.judge.adapter.envoy.FakeControlPlane.endpoint;
import static dev.weir.judge.adapter.envoy.FakeControlPlane.response;
import static dev.weir.judge.adapter.quarkus.EnvoyClient.headers;
import static dev.weir.judge.adapter.quarkus.EnvoyClient.request;
import static dev.weir.judge.adapter.quarkus.EnvoyClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Signer;
import dev.weir.judge.adapter.envoy.FakeControlPlane;
import dev.weir.model.TokenAmount;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPRequestProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPResponseProperties;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on its ports, asked as Envoy asks it. Each test has a wallet or an address of its own. */
@QuarkusTest
@QuarkusTestResource(value = ServiceUnderTest.class, restrictToAnnotatedClass = true)
final class JudgeWireTest {
    private static final String BLOCK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}";
    private static final String SEND =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendRawTransaction\",\"params\":[\"0x\"]}";

    /** Given once by the control plane; kept, as all tests share one service. */
    private static @Nullable StreamObserver<DiscoveryResponse> endpoints;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    @ConfigProperty(name = "quarkus.http.test-port")
    int httpPort;

    @Inject
    StakesUnderTest stakes;

    @SuppressWarnings("NullAway.Init") // by the test resource
    FakeControlPlane controlPlane;

    private EnvoyClient envoy;
    private AuthClient auth;

    @BeforeEach
    void connect() {
        envoy = new EnvoyClient(grpcPort);
        auth = new AuthClient(httpPort);
    }

    @AfterEach
    void disconnect() {
        stakes.state = StakesUnderTest.State.WELL;
        envoy.close();
        auth.close();
    }

    @Test
    void grpcServer_isThereWithAllServices() {
        assertThat(envoy.health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(envoy.health("envoy.service.auth.v3.Authorization")).isEqualTo(ServingStatus.SERVING);
        assertThat(envoy.health("envoy.service.accesslog.v3.AccessLogService")).isEqualTo(ServingStatus.SERVING);
        assertThat(envoy.health("weir.judge.v2.Grants")).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void callWithoutCredentials_isRefusedAsAProblem() {
        var answer = envoy.check(request("quotes", "GET", "/quotes/BTC?x=1", "", "10.1.0.1", ""));

        assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED.value());
        var denied = answer.getDeniedResponse();
        assertThat(denied.getStatus().getCodeValue()).isEqualTo(401);
        assertThat(headers(denied.getHeadersList()))
                .containsOnly(
                        Map.entry("content-type", "application/problem+json"),
                        Map.entry("www-authenticate", "Bearer realm=\"weir\""));
        assertThat(denied.getBody())
                .isEqualTo(
                        "{\"type\":\"urn:weir:problem:credentials_missing\",\"title\":\"Sign in first\",\"status\":401,"
                                + "\"detail\":\"Sign in with a wallet at /auth/ and send Authorization: Bearer with the token it gives.\","
                                + "\"code\":\"credentials_missing\"}");
    }

    @Test
    void refusal_tellsTheLogAndTheLimitsWhoAndWhy() {
        var metadata = envoy.check(request("quotes", "GET", "/quotes/BTC", "", "10.1.0.2", ""))
                .getDynamicMetadata();

        assertThat(text(metadata, "api")).isEqualTo("quotes");
        assertThat(text(metadata, "caller")).isEqualTo("ip:10.1.0.2");
        assertThat(text(metadata, "tier")).isEqualTo("open");
        assertThat(text(metadata, "decision")).isEqualTo("credentials_missing");
        assertThat(metadata.getFieldsOrThrow("anomaly").getNumberValue()).isBetween(0.0, 1.0);
        assertThat(metadata.getFieldsMap()).containsKey("anomaly_reasons").doesNotContainKey("endpoints");
    }

    @Test
    void signedInCall_isAllowedWithItsCallerAndTier_andWithoutItsToken() {
        var wallet = Devnet.signer(0);
        var answer = envoy.check(request("quotes", "GET", "/quotes/BTC", bearer(wallet), "10.1.0.3", ""));

        assertThat(answer.getStatus().getCode()).isZero();
        var ok = answer.getOkResponse();
        assertThat(headers(ok.getHeadersList()))
                .containsOnly(
                        Map.entry("x-weir-caller", "eip155:31337:" + wallet.wallet()),
                        Map.entry("x-weir-tier", "open"),
                        Map.entry("x-envoy-retry-on", "reset,gateway-error,connect-failure,refused-stream"),
                        Map.entry("x-envoy-upstream-rq-per-try-timeout-ms", "3500"));
        assertThat(headers(ok.getResponseHeadersToAddList())).containsOnlyKeys("x-weir-tier");
        assertThat(ok.getHeadersToRemoveList()).containsExactly("authorization");
        assertThat(text(answer.getDynamicMetadata(), "decision")).isEqualTo("allow");
    }

    @Test
    void signInItself_keepsItsAuthorization_orNobodyCouldSignOut() {
        var ok = envoy.check(request("auth", "DELETE", "/auth/session", "Bearer some-token", "10.1.0.4", ""))
                .getOkResponse();

        assertThat(headers(ok.getHeadersList())).containsEntry("x-weir-tier", "open");
        assertThat(ok.getHeadersToRemoveList()).isEmpty();
    }

    @Test
    void signedOutCall_isRefusedAtOnce() {
        var token = auth.token(Devnet.signer(1));
        var call = request("quotes", "GET", "/quotes/BTC", "bearer " + token, "10.1.0.5", "");
        assertThat(envoy.check(call).hasOkResponse()).isTrue();

        assertThat(auth.signOut(token).statusCode()).isEqualTo(204);

        assertThat(code(envoy.check(call))).isEqualTo("session_unknown");
    }

    @Test
    void jsonRpc_isJudgedByItsBodyAndItsCallersStake() {
        var wallet = Devnet.signer(2);
        var bearer = bearer(wallet);
        assertThat(code(envoy.check(request("eth-rpc", "POST", "/rpc", bearer, "10.1.0.6", BLOCK))))
                .isEqualTo("stake_required");

        stakes.chain.stake(wallet.wallet(), TokenAmount.ofTokens("100"));

        var read = envoy.check(request("eth-rpc", "POST", "/rpc", bearer, "10.1.0.6", BLOCK));
        assertThat(headers(read.getOkResponse().getHeadersList()))
                .containsEntry("x-weir-tier", "staked")
                .containsKey("x-envoy-retry-on");
        var write = envoy.check(request("eth-rpc", "POST", "/rpc", bearer, "10.1.0.6", SEND));
        assertThat(headers(write.getOkResponse().getHeadersList())).doesNotContainKey("x-envoy-retry-on");
        assertThat(code(envoy.check(request("eth-rpc", "POST", "/rpc", bearer, "10.1.0.6", "{"))))
                .isEqualTo("body_not_json");
    }

    @Test
    void chainGone_isARefusalThatSaysWhenToComeBack() {
        stakes.state = StakesUnderTest.State.GONE;

        var answer = envoy.check(request("eth-rpc", "POST", "/rpc", bearer(Devnet.signer(3)), "10.1.0.7", BLOCK));

        assertThat(code(answer)).isEqualTo("stake_unavailable");
        assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(503);
        assertThat(headers(answer.getDeniedResponse().getHeadersList()))
                .hasEntrySatisfying(
                        "retry-after", seconds -> assertThat(seconds).matches("[123]"));
    }

    @Test
    void faultOfOurs_isARefusal() {
        stakes.state = StakesUnderTest.State.BROKEN;

        var answer = envoy.check(request("quotes", "GET", "/quotes/BTC", bearer(Devnet.signer(3)), "10.1.0.8", ""));

        assertThat(code(answer)).isEqualTo("state_unavailable");
        assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(503);
        assertThat(text(answer.getDynamicMetadata(), "caller")).isEqualTo("ip:10.1.0.8");
        assertThat(answer.getDeniedResponse().getBody()).doesNotContain("a bug");
    }

    @Test
    void checkThatCannotBeRead_isARefusal() {
        assertThat(code(envoy.check(request("Not A Name", "GET", "/", "", "10.1.0.9", ""))))
                .isEqualTo("state_unavailable");
    }

    @Test
    void pathOfNoApi_isRefused() {
        var answer = envoy.check(request("", "GET", "/nothing", "", "10.1.0.10", ""));

        assertThat(code(answer)).isEqualTo("api_unknown");
        assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(404);
    }

    @Test
    void requestLog_feedsTheScore_untilTheCallerIsRefused() {
        var refused = new ArrayList<HTTPAccessLogEntry>();
        for (int i = 0; i < 200; i++) {
            refused.add(requestEntry("10.1.0.11", "/secret/" + i, 404));
        }

        envoy.log("weir-requests", refused.toArray(HTTPAccessLogEntry[]::new));

        var answer = await().until(
                        () -> envoy.check(request("quotes", "GET", "/quotes/BTC", "", "10.1.0.11", "")),
                        each -> code(each).equals("anomalous"));
        assertThat(text(answer.getDynamicMetadata(), "anomaly_reasons")).startsWith("refusals=");
        assertThat(code(envoy.check(request("quotes", "GET", "/quotes/BTC", "", "10.1.0.12", ""))))
                .isEqualTo("credentials_missing");
    }

    @Test
    void pickedCall_namesEndpoints_andLearnsFromTheLogOfAttempts() throws Exception {
        tell(response(
                "1",
                cluster(
                        "fast-quotes.edge",
                        endpoint("amber", 9101, HealthStatus.HEALTHY),
                        endpoint("birch", 9103, HealthStatus.HEALTHY),
                        endpoint("cedar", 9105, HealthStatus.DRAINING))));
        var bearer = bearer(Devnet.signer(4));
        await().untilAsserted(() -> assertThat(pick(bearer).getFieldsMap()).containsKey("endpoints"));
        assertThat(text(pick(bearer), "endpoints").split(","))
                .containsExactlyInAnyOrder("127.0.0.1:9101", "127.0.0.1:9103");

        // Far above what a busy machine needs for the calls of this test, as grants in flight count by the clock.
        envoy.log("weir-attempts", attempt(picked(bearer), "amber", 900), attempt(picked(bearer), "birch", 1));

        assertThat(text(pick(bearer), "endpoints")).isEqualTo("127.0.0.1:9103,127.0.0.1:9101");
    }

    @Test
    void metrics_countDecisionsAndNameNoCaller() {
        envoy.check(request("quotes", "GET", "/quotes/BTC", "", "10.1.0.14", ""));

        assertThat(auth.get("/metrics").body())
                .contains("weir_judge_decisions_total{api=\"quotes\",code=\"credentials_missing\"}")
                .doesNotContain("10.1.0.14");
    }

    @Test
    void metrics_tellOfTheExchange_alsoOfALoneJudge() {
        assertThat(auth.get("/metrics").body())
                .contains("weir_judge_exchange_peers_up 0.0", "weir_judge_exchange_sent_total 0.0")
                .contains("weir_judge_exchange_dropped_total{reason=\"full\"}", "weir_judge_exchange_delay_seconds_max")
                .contains("weir_judge_grants_in_flight");
    }

    @Test
    void readiness_isUp() {
        await().untilAsserted(
                        () -> assertThat(auth.get("/health/ready").statusCode()).isEqualTo(200));
    }

    private Struct pick(String bearer) {
        return envoy.check(request("fast-quotes", "GET", "/fast/quotes/BTC", bearer, "10.1.0.20", ""))
                .getDynamicMetadata();
    }

    /** The id of a request that was picked for. */
    private String picked(String bearer) {
        var check = request("fast-quotes", "GET", "/fast/quotes/BTC", bearer, "10.1.0.20", "");
        assertThat(envoy.check(check).getDynamicMetadata().getFieldsMap()).containsKey("endpoints");
        return check.getAttributes().getRequest().getHttp().getHeadersOrThrow("x-request-id");
    }

    private void tell(DiscoveryResponse response) throws InterruptedException {
        if (endpoints == null) {
            endpoints = controlPlane.streams().poll(10, TimeUnit.SECONDS);
        }
        assertThat(endpoints).isNotNull();
        endpoints.onNext(response);
    }

    private String bearer(Signer wallet) {
        return "Bearer " + auth.token(wallet);
    }

    private static String code(CheckResponse answer) {
        assertThat(answer.hasDeniedResponse()).as("refused").isTrue();
        return text(answer.getDynamicMetadata(), "decision");
    }

    private static HTTPAccessLogEntry requestEntry(String ip, String path, int status) {
        return HTTPAccessLogEntry.newBuilder()
                .setCommonProperties(AccessLogCommon.newBuilder().setDownstreamRemoteAddress(address(ip, 40_000)))
                .setRequest(HTTPRequestProperties.newBuilder().setPath(path))
                .setResponse(HTTPResponseProperties.newBuilder().setResponseCode(UInt32Value.of(status)))
                .build();
    }

    private static HTTPAccessLogEntry attempt(String request, String node, int millis) {
        return HTTPAccessLogEntry.newBuilder()
                .setCommonProperties(AccessLogCommon.newBuilder()
                        .putCustomTags("node", node)
                        .setTimeToFirstUpstreamTxByte(Duration.newBuilder().setNanos(1_000_000))
                        .setTimeToLastUpstreamRxByte(Duration.newBuilder().setNanos(1_000_000 * (millis + 1)))
                        .setUpstreamCluster("fast-quotes.edge"))
                .setRequest(HTTPRequestProperties.newBuilder().setRequestId(request))
                .setResponse(HTTPResponseProperties.newBuilder().setResponseCode(UInt32Value.of(200)))
                .build();
    }

    private static Address address(String ip, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
                .build();
    }
}
