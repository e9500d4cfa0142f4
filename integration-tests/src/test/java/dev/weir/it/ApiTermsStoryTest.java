package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.chain.Devnet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an API says of its calls, as a real Envoy holds to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class ApiTermsStoryTest {
    private static final int FURTHER = 750;
    private static final Duration SOON = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    private static Path folder = Path.of("");

    private HttpServer patient;
    private HttpServer hanging;
    private BusyOrigin busy;
    private BusyOrigin alike;
    private BusyOrigin slow;

    @BeforeAll
    void start() throws IOException {
        patient = serve(false);
        hanging = serve(true);
        busy = new BusyOrigin(Duration.ofMillis(50));
        alike = new BusyOrigin(Duration.ofMillis(50));
        slow = new BusyOrigin(Duration.ofMillis(400));
        var file = Files.writeString(folder.resolve("own.yaml"), """
                apis:
                - name: terms
                  match: {prefix: /terms, strip: true}
                  pools: [own]
                  access: public
                  timeouts: {request: 2s, try: 300ms}
                  retries: 1
                  body: 2KiB
                  compression: true
                  cost: true
                  limits: {open: 20/second}
                  headers:
                    request: {set: {X-Env: "prod 100%%"}, remove: [x-drop]}
                    response: {set: {x-served-by: weir}, remove: [server-timing]}
                - {name: seldom, match: {prefix: /seldom}, pools: [own], access: public, limits: {open: 2/hour}}
                - {name: hedged, match: {prefix: /hedged, strip: true}, pools: [own], access: public, hedge: true, cost: true, timeouts: {request: 15s, try: 5s}, limits: {open: 1000/second}}
                - {name: traced, match: {prefix: /traced}, pools: [own], trace: ["%s"]}
                - {name: brief, match: {prefix: /brief}, pools: [own], access: public, answer: 2KiB}
                - {name: held, match: {prefix: /held}, pools: [few], access: public}
                - {name: full, match: {prefix: /full}, pools: [one], access: public, timeouts: {request: 1s, try: 900ms}, retries: 0}
                pools:
                - {name: few, concurrency: 4, endpoints: [{name: busy, url: "http://127.0.0.1:%d"}, {name: alike, url: "http://127.0.0.1:%d"}]}
                - {name: one, concurrency: 1, endpoints: [{name: slow, url: "http://127.0.0.1:%d"}]}
                - name: own
                  endpoints:
                  - {name: patient, url: "http://127.0.0.1:%d", price: 0.001 WEIR}
                  - {name: hanging, url: "http://127.0.0.1:%d", price: 0.001 WEIR}
                chain: memory
                """.formatted(
                        Devnet.wallet(0),
                        busy.port(),
                        alike.port(),
                        slow.port(),
                        patient.getAddress().getPort(),
                        hanging.getAddress().getPort()));
        weir("up", "--detach", "--port-offset", String.valueOf(Gateway.OFFSET + FURTHER), "--config", file.toString())
                .ok();
    }

    @AfterAll
    void end() {
        over.countDown();
        weir("down").ok();
        patient.stop(0);
        hanging.stop(0);
        List.of(busy, alike, slow).forEach(BusyOrigin::close);
    }

    @Test
    void call_hasItsHeadersSetAndTakenAway_itsAnswerToo_andIsToldWhatItCameTo() {
        var answer = get("/terms/x", "x-drop", "1", "x-weir-cost", "mine");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("x-env=prod 100%\n").doesNotContain("x-drop=", "x-weir-cost=");
        assertThat(answer.headers().firstValue("x-served-by")).hasValue("weir");
        assertThat(answer.headers().firstValue("server-timing")).isEmpty();
        assertThat(answer.headers().firstValue("x-weir-cost").orElse(""))
                .matches("attempts=[12], units=1, price=\"0.001 WEIR\", node=\"(patient|hanging)\"");
    }

    @Test
    void answer_isCompressed_forWhoTakesIt() {
        assertThat(get("/terms/x", "accept-encoding", "gzip").headers().firstValue("content-encoding"))
                .hasValue("gzip");
        assertThat(get("/terms/x", "accept-encoding", "br, gzip").headers().firstValue("content-encoding"))
                .hasValue("br");
        assertThat(get("/terms/x").headers().firstValue("content-encoding")).isEmpty();
        assertThat(get("/seldom/x", "accept-encoding", "gzip").headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void nodeThatHangs_costsItsTry_andTheWholeIsOverInTime() {
        for (int i = 0; i < 10; i++) {
            var answer = get("/terms/hang");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-weir-node")).hasValue("patient");
        }

        var both = get("/terms/hang-at-both");
        assertThat(both.statusCode()).isEqualTo(504);
        assertThat(Gateway.code(both)).isEqualTo("nodes_slow");
        assertThat(both.headers().firstValue("x-weir-cost").orElse("")).startsWith("attempts=2, ");
    }

    /** An answer that begins and stalls is the node's failure, after the API's own time. */
    @Test
    void answerThatStalls_isHeldAgainstItsNode() {
        var before = count("terms", "failures");

        assertThat(http.sendAsync(request("/terms/stall").build(), HttpResponse.BodyHandlers.ofString())
                        .handle((answer, failed) -> failed != null)
                        .join())
                .isTrue();

        await("the attempt is heard of").atMost(SOON).until(() -> count("terms", "failures") > before);
    }

    @Test
    void callThatIsLate_isAskedOfAnotherBesideIt_andTheFirstHasFailedNothing() {
        for (int i = 0; i < 60; i++) {
            assertThat(get("/hedged/x/soon").statusCode()).isEqualTo(200);
        }

        var hedged = await("a call that began at the server that hangs, and is not as late as a try may be")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            var began = Instant.now();
                            var answer = get("/hedged/x/hang");
                            assertThat(answer.statusCode()).isEqualTo(200);
                            assertThat(answer.headers().firstValue("x-weir-node"))
                                    .hasValue("patient");
                            boolean soon =
                                    Duration.between(began, Instant.now()).toSeconds() < 4;
                            return soon
                                            && answer.headers()
                                                    .firstValue("x-weir-cost")
                                                    .orElse("")
                                                    .startsWith("attempts=2, ")
                                    ? answer.headers()
                                            .firstValue("x-request-id")
                                            .orElse("")
                                    : "";
                        },
                        id -> !id.isEmpty());

        await("its attempts are heard of")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(weir("trace", hedged).ok())
                        .containsPattern("hanging.*late, another was first")
                        .containsPattern("patient.*answered 200"));
        assertThat(count("hedged", "failures")).isZero();
    }

    @Test
    void body_isBounded() {
        assertThat(post("/terms/x", HttpRequest.BodyPublishers.ofString("x".repeat(2_048)))
                        .statusCode())
                .isEqualTo(200);
        var longer = post("/terms/x", HttpRequest.BodyPublishers.ofString("x".repeat(2_049)));
        assertThat(longer.statusCode()).isEqualTo(413);
        assertThat(Gateway.code(longer)).isEqualTo("request_too_large");
        var chunked = post(
                "/terms/x",
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("x".repeat(2_049))));
        assertThat(chunked.statusCode()).isEqualTo(411);
        assertThat(Gateway.code(chunked)).isEqualTo("length_required");
    }

    @Test
    void answerThatSaysToBeTooLong_isNotPassedOn_andIsNobodysFailure() {
        assertThat(get("/brief/x").statusCode()).isEqualTo(200);
        for (int i = 0; i < 4; i++) {
            var longer = get("/brief/long");
            assertThat(longer.statusCode()).isEqualTo(502);
            assertThat(Gateway.code(longer)).isEqualTo("answer_too_large");
            assertThat(longer.headers().firstValue("content-type")).hasValue("application/problem+json");
        }

        // What has no body may say any length, and who says none is not known to be too long.
        var head = send(request("/brief/long").HEAD());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).hasValue("3000");
        assertThat(get("/brief/long-unsaid").body()).hasSize(3_000);

        await("what was answered is heard of").atMost(SOON).until(() -> count("brief", "attempts") >= 3);
        assertThat(count("brief", "failures")).isZero();
        await("its reason is counted")
                .atMost(SOON)
                .until(() -> send(HttpRequest.newBuilder(Gateway.uri(8_080 + FURTHER, "/metrics")))
                        .body()
                        .contains("answer_too_large"));
    }

    /** The gateway's Envoy has two threads, of which one may have a connection more. */
    @Test
    void endpoint_hasNoMoreCallsAtOnceThanItsPoolSays_theOthersWait() {
        var answers = atOnce(40, "/held/x");

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(busy.most()).isBetween(4, 5);
        assertThat(alike.most()).isBetween(4, 5);
    }

    @Test
    void callThatWaitsForItsTurn_untilItsTimeIsOver_isRefused_andTheNextIsServed() {
        var answers = atOnce(20, "/full/x");

        // One after the other they would take eight seconds, by two threads four.
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .contains(200, 504)
                .containsOnly(200, 504);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 504)
                .allSatisfy(answer -> assertThat(Gateway.code(answer)).isEqualTo("nodes_slow"));
        await("it has its turn").atMost(SOON).until(() -> get("/full/x").statusCode() == 200);
    }

    @Test
    void limitBesideTheApi_holds_andIsTold() {
        var statuses = new ArrayList<Integer>();
        HttpResponse<String> last = get("/seldom/x");
        for (int i = 0; i < 4; i++) {
            last = get("/seldom/x");
            statuses.add(last.statusCode());
        }

        assertThat(statuses).endsWith(429, 429);
        assertThat(last.headers().firstValue("ratelimit-policy").orElse("")).contains(";q=2;w=3600");
    }

    @Test
    void trace_tellsThoseWhoAreNamed_howTheirCallWasJudged_andNobodyElse() {
        var named = weir("sign-in", "--account", "0").ok().strip();
        var other = weir("sign-in", "--account", "1").ok().strip();

        var told = get("/traced/x", "authorization", "Bearer " + named, "x-weir-trace", "1");
        assertThat(told.headers().firstValue("x-weir-trace").orElse(""))
                .startsWith("caller=\"eip155:1:" + Devnet.wallet(0) + "\", tier=open, units=1, ")
                .containsPattern("picked=\"(patient|hanging)\", candidates=2");
        assertThat(told.headers().firstValue("x-weir-cost").orElse(""))
                .matches("attempts=1, units=1, price=\"0.001 WEIR\", node=\"(patient|hanging)\"");
        assertThat(told.body()).doesNotContain("x-weir-trace");

        for (var nobody : List.of(
                get("/traced/x", "authorization", "Bearer " + named),
                get("/traced/x", "authorization", "Bearer " + other, "x-weir-trace", "1"))) {
            assertThat(nobody.statusCode()).isEqualTo(200);
            assertThat(nobody.headers().firstValue("x-weir-trace")).isEmpty();
            assertThat(nobody.headers().firstValue("x-weir-cost")).isEmpty();
        }
    }

    /** Of an API, over its nodes. */
    private long count(String name, String what) {
        return Gateway.json(send(HttpRequest.newBuilder(Gateway.uri(8_080 + FURTHER, "/api/v1/view"))))
                .get("apis")
                .valueStream()
                .filter(api -> api.get("name").asText().equals(name))
                .flatMap(api -> api.get("nodes").valueStream())
                .mapToLong(node -> node.get(what).asLong())
                .sum();
    }

    private HttpServer serve(boolean hangs) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, hangs));
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange, boolean hangs) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            if (path.endsWith("/hang-at-both") || path.endsWith("/hang") && hangs) {
                untilTheEnd();
            }
            var text = new StringBuilder();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> text.append(name.toLowerCase(Locale.ROOT))
                            .append('=')
                            .append(values.getFirst())
                            .append('\n'));
            var body = path.contains("/long")
                    ? "-".repeat(3_000).getBytes(StandardCharsets.UTF_8)
                    : text.append("-".repeat(1_000)).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/plain");
            exchange.getResponseHeaders().set("server-timing", "db;dur=1");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("content-length", String.valueOf(body.length));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            // 0 is any length, in chunks.
            exchange.sendResponseHeaders(200, path.endsWith("-unsaid") ? 0 : body.length);
            if (path.endsWith("/stall")) {
                exchange.getResponseBody().write(body, 0, 10);
                exchange.getResponseBody().flush();
                untilTheEnd();
            }
            exchange.getResponseBody().write(body);
        }
    }

    private void untilTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Checkout.Said weir(String... arguments) {
        return Checkout.weir(folder.resolve("home"), arguments);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(Gateway.uri(10_000 + FURTHER, path)).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path, String... headers) {
        var request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private List<HttpResponse<String>> atOnce(int calls, String path) {
        return IntStream.range(0, calls)
                .mapToObj(call -> http.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) {
        return send(request(path).POST(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
