package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.it.SpanCollector.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is watched: by Prometheus, by a collector of spans, by who gathers logs. It is this class's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ObserveStoryTest {
    private static final int OFFSET = Gateway.OFFSET + 1_000;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CALLER = "00f067aa0ba902b7";

    private Path home;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private SpanCollector collector;
    private String said;
    private String token;

    @BeforeAll
    void up(@TempDir Path folder) throws IOException {
        home = folder;
        collector = new SpanCollector();
        var environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                "OTEL_TRACES_SAMPLER_ARG", "0.5",
                "WEIR_LOG_JSON", "true");
        var up = Checkout.weir(
                home, environment, "up", "--detach", "--observe", "--port-offset", String.valueOf(OFFSET));
        up.ok();
        said = up.err();
        token = Checkout.weir(home, "sign-in", "--account", "6").ok().strip();
    }

    @AfterAll
    void down() {
        Checkout.weir(home, "down").ok();
        collector.close();
    }

    @Test
    void spansOfOneCall_areOneTrace_fromTheCallerToTheNode() {
        var trace = trace('2');
        var answer = get(
                uri(10_000, "/quotes/BTC?key=secret-in-a-query"),
                "authorization",
                "Bearer " + token,
                "traceparent",
                "00-" + trace + "-" + CALLER + "-01");
        assertThat(answer.statusCode()).isEqualTo(200);
        var node = answer.headers().firstValue("x-weir-node").orElseThrow();

        await().atMost(LONG).untilAsserted(() -> assertWhole(trace));
        var spans = collector.of(trace);
        var gateway = only(spans, span -> span.parent().equals(CALLER));
        assertThat(gateway.service()).isEqualTo("envoy");
        assertThat(gateway.attributes())
                .containsEntry("weir.decision", "allow")
                .containsEntry("weir.api", "quotes")
                .containsEntry(
                        "guid:x-request-id",
                        answer.headers().firstValue("x-request-id").orElseThrow());

        var judge = only(spans, span -> span.service().equals("ext-authz-service"));
        assertThat(parent(spans, judge).parent()).isEqualTo(gateway.id());
        assertThat(judge.attributes()).containsEntry("weir.decision", "allow").containsEntry("weir.api", "quotes");

        var limit = only(spans, span -> span.service().equals("ratelimit-service"));
        assertThat(parent(spans, limit).parent()).isEqualTo(gateway.id());

        var served = only(spans, span -> span.service().equals("node-agent"));
        assertThat(served.attributes())
                .containsEntry("weir.node", node)
                .containsEntry("http.response.status_code", "200");
        var attempt = parent(spans, served);
        assertThat(attempt.parent()).isEqualTo(gateway.id());
        assertThat(attempt.attributes()).containsEntry("weir.node", node);
    }

    @Test
    void spans_holdNoTokenAndNoQuery() {
        var trace = trace('3');
        get(
                uri(10_000, "/quotes/BTC?key=secret-in-a-query"),
                "authorization",
                "Bearer " + token,
                "traceparent",
                "00-" + trace + "-" + CALLER + "-01");

        await().atMost(LONG).untilAsserted(() -> assertWhole(trace));
        assertThat(collector.of(trace).toString()).doesNotContain("secret-in-a-query", token, "/quotes/BTC");
    }

    /** Or any caller could fill the collector. */
    @Test
    void callers_doNotDecideWhatIsKept() {
        var kept = trace('6');
        call(trace('1'), "01");
        call(kept, "00");

        await().atMost(LONG).untilAsserted(() -> assertWhole(kept));
        assertThat(collector.of(trace('1'))).isEmpty();
    }

    @Test
    void collectorThatHangsOrIsGone_costsNoCall() throws IOException {
        var busy = Checkout.weir(home, "sign-in", "--account", "7").ok().strip();
        var last = trace('9');
        collector.hangs();
        for (int i = 0; i < 30; i++) {
            call(busy, trace('c'), "01");
        }
        collector.answersAgain();
        collector.goes();
        for (int i = 0; i < 30; i++) {
            call(busy, trace('c'), "01");
        }
        collector.comesBack();
        await().atMost(LONG).untilAsserted(() -> {
            call(busy, last, "01");
            assertThat(collector.of(last))
                    .extracting(Span::service)
                    .contains("envoy", "ext-authz-service", "ratelimit-service", "node-agent");
        });
    }

    /** Answered, by the node or by the limit, and at once. */
    private void call(String trace, String flags) {
        call(token, trace, flags);
    }

    private void call(String bearer, String trace, String flags) {
        long began = System.nanoTime();
        var answer = get(
                uri(10_000, "/quotes/BTC"),
                "authorization",
                "Bearer " + bearer,
                "traceparent",
                "00-" + trace + "-" + CALLER + "-" + flags);
        assertThat(answer.statusCode()).isIn(200, 429);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void prometheus_asksEveryProcess_andWarnsByOurRules() {
        assertThat(said).contains("waiting for Prometheus");
        await().atMost(LONG).untilAsserted(() -> {
            var up = query("up");
            assertThat(up).hasSize(9);
            assertThat(up).allMatch(sample -> sample.at("/value/1").asText().equals("1"));
        });
        assertThat(Gateway.json(get(uri(9_090, "/api/v1/rules"))).findValuesAsText("name"))
                .contains("ProcessDown", "JudgeUnavailable");
        assertThat(query("weir_node_calls_capacity").stream()
                        .map(sample -> sample.at("/metric/node").asText()))
                .containsExactlyInAnyOrderElementsOf(Gateway.nodes());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(MetricsPage.read().of("Envoy").keySet())
                        .allMatch(metric -> !query(metric).isEmpty()));
    }

    @Test
    void judgements_bearTheTraceOfOneOfThem() {
        var trace = trace('d');
        call(trace, "01");

        var said = get(uri(8_081, "/metrics"), "accept", "application/openmetrics-text; version=1.0.0; charset=utf-8")
                .body();
        assertThat(said.lines().filter(line -> line.startsWith("weir_judge_check_duration_seconds_bucket")))
                .anyMatch(line -> line.contains("trace_id=\""));
    }

    @Test
    void prometheus_isSupervised() {
        assertThat(Gateway.json(Checkout.weir(home, "status", "-o", "json").ok())
                        .findValuesAsText("name"))
                .contains("prometheus");
    }

    @Test
    void logs_areOneJsonObjectALine() throws IOException {
        for (var service : List.of("xds-control-plane", "ext-authz-service", "ratelimit-service")) {
            var lines = Files.readAllLines(home.resolve("run").resolve(service + ".log")).stream()
                    .filter(line -> line.startsWith("{"))
                    .map(Gateway::json)
                    .toList();
            assertThat(lines).as(service).isNotEmpty();
            assertThat(lines).allMatch(line -> line.hasNonNull("timestamp") && line.hasNonNull("level"));
        }
    }

    private List<JsonNode> query(String expression) {
        return Gateway.json(
                        get(uri(9_090, "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))))
                .at("/data/result")
                .valueStream()
                .toList();
    }

    /** Envoy has a span of the request, of the attempt, and of each question. */
    private void assertWhole(String trace) {
        assertThat(collector.of(trace))
                .extracting(Span::service)
                .containsExactlyInAnyOrder(
                        "envoy", "envoy", "envoy", "envoy", "ext-authz-service", "ratelimit-service", "node-agent");
    }

    private static Span only(List<Span> spans, Predicate<Span> which) {
        return spans.stream()
                .filter(which)
                .reduce((one, other) -> {
                    throw new AssertionError("two: " + one + ", " + other);
                })
                .orElseThrow(() -> new AssertionError("none in " + spans));
    }

    private static Span parent(List<Span> spans, Span child) {
        return only(spans, span -> span.id().equals(child.parent()));
    }

    /** A trace's id. Of these stock Envoy keeps 2, 3, 6, 9, a, c and d where half of all are kept, and not 1. */
    private static String trace(char digit) {
        return ("0000000" + digit).repeat(4);
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + (port + OFFSET) + path);
    }

    private HttpResponse<String> get(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
