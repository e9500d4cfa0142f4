package dev.weir.ratelimit.adapter.quarkus;

import static dev.weir.ratelimit.adapter.quarkus.EnvoyClient.descriptor;
import static dev.weir.ratelimit.adapter.quarkus.EnvoyClient.headers;
import static dev.weir.ratelimit.adapter.quarkus.EnvoyClient.quotes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UInt64Value;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.type.v3.RateLimitUnit;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service on its ports, asked as Envoy asks it. Each test counts under callers of its own. */
@QuarkusTest
@QuarkusTestResource(value = ServiceUnderTest.class, restrictToAnnotatedClass = true)
final class RateLimitWireTest {
    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    @ConfigProperty(name = "quarkus.http.test-port")
    int httpPort;

    @Inject
    RateLimitConfig config;

    @Inject
    LimitsInForce limits;

    private EnvoyClient envoy;

    @BeforeEach
    void connect() {
        envoy = new EnvoyClient(grpcPort);
    }

    @AfterEach
    void disconnect() {
        envoy.close();
    }

    @Test
    void grpcServer_isThereAndHealthy() {
        assertThat(envoy.health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(envoy.health("envoy.service.ratelimit.v3.RateLimitService")).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void call_underTheLimit_isOkWithTheFieldsOfTheDraftAndNothingElse() {
        RateLimitResponse response = envoy.ask(quotes("under"));

        assertThat(response.getOverallCode()).isEqualTo(Code.OK);
        assertThat(headers(response)).containsOnlyKeys("RateLimit-Policy", "RateLimit");
        assertThat(headers(response)).containsEntry("RateLimit-Policy", "\"quotes-open\";q=3;w=86400");
        assertThat(headers(response).get("RateLimit")).matches("\"quotes-open\";r=2;t=[1-9][0-9]{0,4}");
        assertThat(response.getRawBody().isEmpty()).isTrue();

        var status = response.getStatuses(0);
        assertThat(status.getCode()).isEqualTo(Code.OK);
        assertThat(status.getLimitRemaining()).isEqualTo(2);
        assertThat(status.getCurrentLimit().getName()).isEqualTo("quotes-open");
        assertThat(status.getCurrentLimit().getRequestsPerUnit()).isEqualTo(3);
        assertThat(status.getCurrentLimit().getUnit()).isEqualTo(RateLimitResponse.RateLimit.Unit.DAY);
        assertThat(status.getDurationUntilReset().getSeconds()).isBetween(0L, 86_400L);
    }

    @Test
    void call_overTheLimit_isRefusedWithRetryAfterAndAProblem() {
        for (int call = 0; call < 3; call++) {
            assertThat(envoy.ask(quotes("over")).getOverallCode()).isEqualTo(Code.OK);
        }

        RateLimitResponse response = envoy.ask(quotes("over"));

        assertThat(response.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(response.getStatuses(0).getCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(headers(response))
                .containsOnlyKeys("RateLimit-Policy", "RateLimit", "retry-after", "content-type")
                .containsEntry("content-type", "application/problem+json");
        String retryAfter = headers(response).get("retry-after");
        assertThat(Long.parseLong(retryAfter)).isBetween(1L, 3 * 86_400L);
        String limit = headers(response).getOrDefault("RateLimit", "");
        assertThat(limit).startsWith("\"quotes-open\";r=0;t=");
        assertThat(Long.parseLong(limit.substring(limit.lastIndexOf('=') + 1)))
                .isLessThanOrEqualTo(Long.parseLong(retryAfter));
        assertThat(response.getRawBody().toStringUtf8())
                .isEqualTo("{\"type\":\"urn:weir:problem:rate_limited\",\"title\":\"Too many requests\",\"status\":429,"
                        + "\"detail\":\"The limit in the RateLimit-Policy field is used up. Try again in " + retryAfter
                        + " s.\",\"code\":\"rate_limited\"}");
        assertThat(envoy.ask(quotes("another caller")).getOverallCode()).isEqualTo(Code.OK);
    }

    @Test
    void call_inASecondsLimit_saysOneSecond() {
        assertThat(headers(envoy.ask(descriptor("second", "a").build())))
                .containsEntry("RateLimit-Policy", "\"second\";q=20;w=1")
                .containsEntry("RateLimit", "\"second\";r=19;t=1");
    }

    /** As Envoy's filter sends it: the hits stand in the descriptor. */
    @Test
    void batchThatDoesNotFit_isToldHowMuchItCountsAs() {
        RateLimitResponse never = envoy.ask(hits("batch", 4));
        assertThat(never.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(headers(never)).doesNotContainKey("retry-after");
        assertThat(never.getRawBody().toStringUtf8())
                .contains("This request counts as 4 calls, and the limit admits 3 at most. Send fewer in a batch.");

        assertThat(envoy.ask(hits("batch", 2)).getOverallCode()).isEqualTo(Code.OK);
        RateLimitResponse later = envoy.ask(hits("batch", 2));
        assertThat(later.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(headers(later)).containsKey("retry-after");
        assertThat(later.getRawBody().toStringUtf8())
                .contains("This request counts as 2 calls, and so many are not left of the limit");
    }

    @ParameterizedTest
    @EnumSource(
            value = RateLimitUnit.class,
            names = {"UNKNOWN", "MONTH", "YEAR"})
    void broughtLimitOfAUnitThatIsNotCounted_failsNoOtherDescriptor(RateLimitUnit unit) {
        var brought = descriptor("brought", "by Envoy")
                .setLimit(RateLimitOverride.newBuilder().setRequestsPerUnit(1).setUnit(unit))
                .build();
        var other = descriptor("second", "beside " + unit).build();

        var answer = envoy.ask(brought, other);

        assertThat(answer.getOverallCode()).isEqualTo(Code.OK);
        assertThat(headers(answer)).containsEntry("RateLimit-Policy", "\"second\";q=20;w=1");
    }

    private static RateLimitDescriptor hits(String caller, long hits) {
        return quotes(caller).toBuilder().setHitsAddend(UInt64Value.of(hits)).build();
    }

    @Test
    void call_withHits_takesSoMany() {
        var request = RateLimitRequest.newBuilder().setDomain("weir").addDescriptors(quotes("hits"));

        assertThat(envoy.ask(request.setHitsAddend(4).build()).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(envoy.ask(request.setHitsAddend(3).build()).getOverallCode()).isEqualTo(Code.OK);
        assertThat(envoy.ask(request.setHitsAddend(0).build()).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void call_withHitsOfTheDescriptor_takesThose() {
        var look = quotes("looks").toBuilder().setHitsAddend(UInt64Value.of(0)).build();
        var flood =
                quotes("looks").toBuilder().setHitsAddend(UInt64Value.of(-1)).build();

        assertThat(envoy.ask(look).getStatuses(0).getLimitRemaining()).isEqualTo(3);
        assertThat(envoy.ask(flood).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(envoy.ask(look).getStatuses(0).getLimitRemaining()).isEqualTo(3);
    }

    @Test
    void call_withALimitOfItsOwn_isHeldToThat() {
        var brought = quotes("brought").toBuilder()
                .setLimit(RateLimitOverride.newBuilder().setRequestsPerUnit(1).setUnit(RateLimitUnit.HOUR))
                .build();

        assertThat(headers(envoy.ask(brought))).containsEntry("RateLimit-Policy", "\"api.tier.caller\";q=1;w=3600");
        assertThat(envoy.ask(brought).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void call_withSeveralDescriptors_getsAStatusForEach() {
        RateLimitResponse response = envoy.ask(
                descriptor("unknown", "x").build(), descriptor("free", "x").build(), quotes("several"));

        assertThat(response.getOverallCode()).isEqualTo(Code.OK);
        assertThat(response.getStatuses(0).hasCurrentLimit()).isFalse();
        assertThat(response.getStatuses(1).getLimitRemaining()).isEqualTo(-1);
        assertThat(response.getStatuses(2).getLimitRemaining()).isEqualTo(2);
    }

    @Test
    void call_underAShadowRule_isNeverRefusedAndTellsTheCallerNothing() {
        envoy.ask(descriptor("watched", "a").build());

        RateLimitResponse response = envoy.ask(descriptor("watched", "a").build());

        assertThat(response.getOverallCode()).isEqualTo(Code.OK);
        assertThat(response.getStatuses(0).getCode()).isEqualTo(Code.OK);
        assertThat(response.getResponseHeadersToAddList()).isEmpty();
    }

    @Test
    void call_inAnUnknownDomain_isOk() {
        var request = RateLimitRequest.newBuilder().setDomain("other").addDescriptors(quotes("x"));

        assertThat(envoy.ask(request.build()).getOverallCode()).isEqualTo(Code.OK);
    }

    @Test
    void call_thatIsNoRequest_isRefusedInWords() {
        assertThatThrownBy(() -> envoy.ask())
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("INVALID_ARGUMENT: expected 1 to 64 descriptors and found 0");
        assertThatThrownBy(() -> envoy.ask(descriptor().build()))
                .hasMessage("INVALID_ARGUMENT: a descriptor has no entries");
        assertThatThrownBy(() -> envoy.ask(RateLimitRequest.newBuilder()
                        .addDescriptors(quotes("x"))
                        .build()))
                .hasMessage("INVALID_ARGUMENT: domain is empty");
    }

    @Test
    void metrics_countDecisionsAndNameNoCaller() throws Exception {
        envoy.ask(quotes("eip155:31337:0xsecret"));

        assertThat(http("/metrics").body())
                .contains("weir_ratelimit_decisions_total{domain=\"weir\",result=\"ok\"}")
                .contains("weir_ratelimit_rules_total{domain=\"weir\",result=\"ok\",rule=\"quotes-open\"}")
                .doesNotContain("0xsecret");
    }

    @Test
    void readiness_overHttp_isUp() throws Exception {
        assertThat(http("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void limits_thatChange_areTakenAndBadOnesAreNot() throws Exception {
        write("{domain: second, descriptors: [{key: a, rate_limit: {unit: day, requests_per_unit: 1}}]}");
        assertThat(policyOfSecond()).isEqualTo("\"a\";q=1;w=86400");

        write("{domain: second, descriptors: [{key: a, rate_limit: {unit: eon, requests_per_unit: 1}}]}");
        assertThat(policyOfSecond()).isEqualTo("\"a\";q=1;w=86400");
        assertThat(http("/metrics").body()).contains("weir_ratelimit_limits_reloads_total{result=\"refused\"} 1.0");

        write("{domain: second, descriptors: [{key: a, rate_limit: {unit: day, requests_per_unit: 22}}]}");
        assertThat(policyOfSecond()).isEqualTo("\"a\";q=22;w=86400");
    }

    private String policyOfSecond() {
        var request = RateLimitRequest.newBuilder().setDomain("second").addDescriptors(descriptor("a", "x"));
        return headers(envoy.ask(request.build())).getOrDefault("RateLimit-Policy", "none");
    }

    private void write(String text) throws IOException {
        Files.writeString(config.limitsDir().resolve("second.yaml"), text);
        limits.look();
    }

    private HttpResponse<String> http(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + httpPort + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
