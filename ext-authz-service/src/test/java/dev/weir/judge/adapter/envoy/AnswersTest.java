package dev.weir.judge.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import dev.weir.chain.adapter.memory.InMemoryChain;
import dev.weir.config.WeirConfig;
import dev.weir.judge.SettableClock;
import dev.weir.judge.access.Banned;
import dev.weir.judge.access.Judge;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.port.FixedDetector;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.port.MemorySessionStore;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.model.AccountId;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API's own terms, as the judge tells Envoy. */
final class AnswersTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private final SettableClock clock = new SettableClock(NOON);
    private final MemorySessionStore store = new MemorySessionStore();

    @BeforeEach
    void signIn() {
        store.open(Sha256.of("alice"), new Session(new AccountId(1, Devnet.wallet(0)), NOON.plusSeconds(3_600)));
        store.open(Sha256.of("bob"), new Session(new AccountId(1, Devnet.wallet(1)), NOON.plusSeconds(3_600)));
    }

    @Test
    void idempotentCall_hasTheTriesTimeOfItsApi() {
        assertThat(headers(answer("timeouts: {request: 30s}", "GET", Map.of())))
                .containsEntry("x-envoy-upstream-rq-per-try-timeout-ms", "7000")
                .containsKey("x-envoy-retry-on");
        assertThat(headers(answer("timeouts: {request: 30s}", "POST", Map.of())))
                .doesNotContainKeys("x-envoy-upstream-rq-per-try-timeout-ms", "x-envoy-retry-on");
        assertThat(headers(answer("retries: 0", "GET", Map.of())))
                .doesNotContainKeys("x-envoy-upstream-rq-per-try-timeout-ms", "x-envoy-retry-on");
    }

    @Test
    void limitOfTheApi_goesAlong_byTier() {
        var limit = answer("limits: {open: 30/minute}", "GET", Map.of())
                .getDynamicMetadata()
                .getFieldsOrThrow("limit")
                .getStructValue();

        assertThat(limit.getFieldsOrThrow("requests_per_unit").getNumberValue()).isEqualTo(30);
        assertThat(limit.getFieldsOrThrow("unit").getStringValue()).isEqualTo("MINUTE");
        assertThat(answer("retries: 1", "GET", Map.of()).getDynamicMetadata().containsFields("limit"))
                .isFalse();
    }

    @Test
    void body_isBoundedByWhatTheRequestSays_andWhoDoesNotSayIsRefused() {
        assertThat(refused("body: 1KiB", "POST", Map.of("content-length", "1024")))
                .isEmpty();
        assertThat(refused("body: 1KiB", "POST", Map.of("content-length", "1025")))
                .contains("request_too_large");
        assertThat(refused("body: 1KiB", "POST", Map.of())).contains("length_required");
        assertThat(refused("body: 1KiB", "QUERY", Map.of())).contains("length_required");
        assertThat(refused("body: 1KiB", "GET", Map.of("content-length", "99999999999999999999")))
                .contains("length_required");
        assertThat(refused("body: 1KiB", "GET", Map.of())).isEmpty();
        assertThat(refused("retries: 1", "POST", Map.of())).isEmpty();
    }

    @Test
    void trace_isForThoseWhoAsk_andAreNamed() {
        var terms = "trace: [\"" + Devnet.wallet(0) + "\"]";
        var asks = Map.of("x-weir-trace", "1", "authorization", "Bearer alice");

        var told = answer(terms, "GET", asks);
        assertThat(trace(told))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("caller=\"eip155:1:" + Devnet.wallet(0)
                                + "\", tier=open, units=1, anomaly=0.000, reasons=\"")
                        .endsWith("\", picked=?0"));
        assertThat(told.getDynamicMetadata().getFieldsOrThrow("traced").getBoolValue())
                .isTrue();

        for (var nobody : List.of(
                answer(terms, "GET", Map.of("authorization", "Bearer alice")),
                answer(terms, "GET", Map.of("x-weir-trace", "1")),
                answer(terms, "GET", Map.of("x-weir-trace", "1", "authorization", "Bearer bob")),
                answer("retries: 1", "GET", asks))) {
            assertThat(nobody.hasOkResponse()).isTrue();
            assertThat(trace(nobody)).isEmpty();
            assertThat(nobody.getDynamicMetadata().containsFields("traced")).isFalse();
        }
    }

    @Test
    void callThatMayBeHedged_hasTheTimeAfterWhichItIsLate_andSaysItsKind() {
        var told = answer("hedge: true", "GET", Map.of());

        assertThat(headers(told))
                .containsEntry("x-envoy-hedge-on-per-try-timeout", "true")
                .containsEntry("x-envoy-max-retries", "2")
                .containsEntry("x-envoy-upstream-rq-per-try-timeout-ms", "40");
        assertThat(headers(answer("hedge: true, retries: 1", "GET", Map.of())))
                .containsEntry("x-envoy-max-retries", "1");
        assertThat(told.getDynamicMetadata().getFieldsOrThrow("hedged").getStringValue())
                .isEqualTo("GET /own 0");
    }

    @Test
    void callThatIsNotHedged_saysNothingOfIt() {
        var told = answer("retries: 1", "GET", Map.of());

        assertThat(headers(told)).doesNotContainKeys("x-envoy-hedge-on-per-try-timeout", "x-envoy-max-retries");
        assertThat(told.getDynamicMetadata().containsFields("hedged")).isFalse();
    }

    private static Optional<String> trace(CheckResponse answer) {
        return answer.getOkResponse().getResponseHeadersToAddList().stream()
                .filter(option -> option.getHeader().getKey().equals("x-weir-trace"))
                .map(option -> option.getHeader().getValue())
                .findFirst();
    }

    private Optional<String> refused(String terms, String method, Map<String, String> headers) {
        var answer = answer(terms, method, headers);
        return answer.hasOkResponse()
                ? Optional.empty()
                : Optional.of(
                        answer.getDynamicMetadata().getFieldsOrThrow("decision").getStringValue());
    }

    private static Map<String, String> headers(CheckResponse answer) {
        return answer.getOkResponse().getHeadersList().stream()
                .map(HeaderValueOption::getHeader)
                .collect(Collectors.toMap(header -> header.getKey(), header -> header.getValue()));
    }

    private CheckResponse answer(String terms, String method, Map<String, String> headers) {
        var judge = new Judge(
                config(terms),
                new Sessions(store, clock, clock::nanos),
                new InMemoryChain(),
                new CallerBehaviour(new FixedDetector(), OrdinaryLog.none(), clock),
                new Banned(clock),
                new Random(1));
        var facts = Checks.facts(CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .putContextExtensions("api", "own")
                        .setRequest(AttributeContext.Request.newBuilder()
                                .setHttp(AttributeContext.HttpRequest.newBuilder()
                                        .setMethod(method)
                                        .setPath("/own")
                                        .putAllHeaders(headers))))
                .build());
        return Answers.of(
                facts,
                judge.judge(facts),
                Optional.empty(),
                terms.contains("hedge") ? Optional.of(Duration.ofMillis(40)) : Optional.empty());
    }

    private WeirConfig config(String terms) {
        try {
            return WeirConfig.read(
                    Files.writeString(
                            folder.resolve("weir.yaml"),
                            "apis: [{name: own, match: {prefix: /own}, pools: [servers], access: public, " + terms
                                    + "}]\npools: [{name: servers, endpoints: [{url: \"http://127.0.0.1:1\"}]}]\nchain: memory\n"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
