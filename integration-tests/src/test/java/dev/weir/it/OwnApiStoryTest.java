package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A publisher's own servers behind Weir: real TLS, real DNS, no chain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
final class OwnApiStoryTest {
    private static final int FURTHER = 700;
    private static final int CHAIN = 8_545 + Gateway.OFFSET + FURTHER;
    private static final String KEY = "very-secret-key";
    private static final Duration SOON = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder = Path.of("");

    private Path secret = Path.of("");
    private NameServer names;
    private TlsOrigin one;
    private TlsOrigin two;
    private TlsOrigin stranger;
    private EchoSocket echo;
    private Process chain;

    @BeforeAll
    void start() throws IOException, GeneralSecurityException {
        names = new NameServer();
        names.say("one.example", "127.0.0.1");
        names.say("two.example", "127.0.0.1");
        names.say("localhost", "127.0.0.1");
        one = new TlsOrigin("one.example", 0, folder);
        two = new TlsOrigin("two.example", 0, folder);
        stranger = new TlsOrigin("stranger.example", 0, folder);
        echo = new EchoSocket();
        chain = new ProcessBuilder(
                        Checkout.ROOT
                                .resolve(".weir/tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")
                                .toString(),
                        "--port",
                        String.valueOf(CHAIN),
                        "--silent")
                .start();
        secret = Files.writeString(folder.resolve("secret"), "first\n");
        Files.writeString(folder.resolve("roots.pem"), one.certificate() + two.certificate() + stranger.certificate());
        var file = folder.resolve("own.yaml");
        weir("init", url("one.example", one) + "/v1/${OWN_KEY}", url("two.example", two), "--file", file.toString())
                .ok();
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "  - name: servers\n",
                                "  - name: servers\n    ca: " + folder.resolve("roots.pem") + "\n")
                        .replace(
                                "{name: two-example,",
                                "{name: two-example, headers: {x-api-key: \"${file:" + secret + "}\"},")
                        .replace(
                                "pools:\n  - name: servers",
                                "  - {name: talk, match: {prefix: /talk}, pools: [talkers], access: public, websocket: true}\npools:\n"
                                        + "  - {name: talkers, endpoints: [{name: echo, url: \"http://127.0.0.1:"
                                        + echo.port() + "/v1\"}]}\n"
                                        + "  - {name: chain, endpoints: [{name: anvil, url: \"http://localhost:" + CHAIN
                                        + "\"}]}\n"
                                        + "  - name: servers")
                        .replace(
                                "  - {name: talk,",
                                "  - {name: rpc, match: {prefix: /rpc, strip: true}, protocol: json-rpc, methods: [eth_*, \"!eth_getLogs\"], pools: [chain], access: public, actuator: pick}\n  - {name: talk,"));
        assertThat(weir("validate", file.toString()).ok()).contains("3 APIs, 3 pools");
        weir("up", "--detach", "--port-offset", String.valueOf(Gateway.OFFSET + FURTHER), "--config", file.toString())
                .ok();
    }

    @AfterAll
    void end() throws IOException {
        weir("down").ok();
        echo.close();
        chain.destroyForcibly();
        List.of(one, two, stranger).forEach(TlsOrigin::close);
        names.close();
    }

    @Test
    void servers_areCalledByTheirOwnName_path_andHeaders_andAnswerAsTheyAre() {
        var nodes = new TreeSet<String>();
        await().atMost(SOON).until(() -> {
            var answer = get("/prices?of=btc");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-own")).hasValue("passes");
            assertThat(answer.headers().firstValue("x-weir-tier")).hasValue("open");
            nodes.add(answer.headers().firstValue("x-weir-node").orElse(""));
            return nodes.equals(Set.of("one-example", "two-example"));
        });

        assertThat(one.asked().stream().filter(call -> call.path().contains("prices")))
                .allMatch(call -> call.equals(
                        new TlsOrigin.Asked("one.example:" + one.port(), "/v1/" + KEY + "/prices?of=btc", "null")));
        assertThat(two.asked().stream().filter(call -> call.path().contains("prices")))
                .allMatch(call -> call.host().equals("two.example:" + two.port())
                        && call.path().equals("/prices?of=btc")
                        && !call.key().equals("null"));
    }

    @Test
    void secret_isInNoLog_noFile_andNothingThatIsShown() throws IOException {
        get("/anything");
        var where = new ArrayList<String>();
        for (var folderOfHome : List.of("run", "data")) {
            try (var files = Files.walk(home().resolve(folderOfHome))) {
                for (var each : files.filter(Files::isRegularFile).toList()) {
                    if (Files.readString(each, StandardCharsets.ISO_8859_1).contains(KEY)) {
                        where.add(each.toString());
                    }
                }
            }
        }
        for (var page : List.of(
                uri(9_901, "/config_dump?include_eds"),
                uri(9_901, "/clusters"),
                uri(8_080, "/api/v1/view"),
                uri(8_080, "/api/v1/access"),
                uri(8_080, "/metrics"),
                uri(8_081, "/metrics"))) {
            var text = get(page).body();
            assertThat(text).as(page.toString()).isNotEmpty();
            if (text.contains(KEY)) {
                where.add(page.toString());
            }
        }
        assertThat(where).isEmpty();
    }

    @Test
    void secretOfAFile_isInForceWithTheNextCall_andWithoutOne_nothingIsSent() throws IOException {
        Files.writeString(secret, "second\n");
        two.forget();
        await().atMost(SOON).until(() -> {
            get("/rotated");
            return two.asked().stream().anyMatch(call -> call.path().equals("/rotated"));
        });
        assertThat(two.asked().stream().filter(call -> call.path().equals("/rotated")))
                .allMatch(call -> call.key().equals("second"));

        Files.delete(secret);
        two.forget();
        var statuses = new TreeSet<Integer>();
        await("calls go to both").atMost(SOON).until(() -> {
            statuses.add(get("/without").statusCode());
            return statuses.size() == 2;
        });
        assertThat(statuses).containsExactly(200, 503);
        assertThat(two.asked()).isEmpty();

        Files.writeString(secret, "third\n");
        await("both serve").atMost(SOON).until(() -> {
            get("/third");
            return two.asked().stream().anyMatch(call -> call.key().equals("third"));
        });
    }

    @Test
    void serverThatDies_andComesBackElsewhere_failsNoCall_andNeverGetsTheOthersKey() throws Exception {
        int port = one.port();
        one.close();
        for (int i = 0; i < 60; i++) {
            assertThat(get("/while-one-is-dead").statusCode()).isEqualTo(200);
        }
        assertThat(two.asked()).noneMatch(call -> call.toString().contains(KEY));

        // Another server takes its place under another address, without a certificate for the name: it gets nothing.
        names.say("one.example", "127.0.0.2");
        try (var other = new TlsOrigin("stranger.example", port, folder)) {
            for (int i = 0; i < 60; i++) {
                assertThat(get("/while-another-is-there").statusCode()).isEqualTo(200);
            }
            assertThat(other.asked()).isEmpty();
        }

        names.say("one.example", "127.0.0.1");
        one = new TlsOrigin("one.example", port, folder);
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            get("/back");
            return one.asked().stream().anyMatch(call -> call.path().endsWith("/back"));
        });
        assertThat(stranger.asked()).isEmpty();
    }

    @Test
    void variableThatIsNotSet_isNamed_beforeAnythingStarts() throws IOException {
        var file = folder.resolve("unset.yaml");
        weir("init", "https://one.example/${NOT_SET_ANYWHERE}", "--file", file.toString())
                .ok();

        var said = Checkout.weir(folder.resolve("other"), "up", "--config", file.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err())
                .contains(
                        "endpoint one-example: the environment variable NOT_SET_ANYWHERE is not set; set it, as Envoy reads it there");
        assertThat(weir("init", "https://one.example", "--file", file.toString())
                        .err())
                .contains("is there already");
    }

    @Test
    void webSocket_passes_whereItsApiSaysSo_andIsNoSlowAnswer() throws Exception {
        var said = new LinkedBlockingQueue<String>();
        var socket = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws" + uri(10_000, "/talk/quotes").toString().substring(4)),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                said.add(text.toString());
                                from.request(1);
                                return CompletableFuture.completedStage(null);
                            }
                        })
                .get(20, TimeUnit.SECONDS);
        socket.sendText("first", true).join();
        assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
        // Longer than the route's time for a call.
        var until = Instant.now().plus(Duration.ofSeconds(17));
        while (Instant.now().isBefore(until)) {
            socket.sendText("on", true).join();
            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("on");
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

        await("its attempt is heard of")
                .atMost(SOON)
                .until(() -> talker().get("attempts").asLong() >= 1);
        assertThat(talker().get("failures").asLong()).isZero();
        assertThat(talker().get("p99Millis").asDouble()).isLessThan(5_000);

        assertThatThrownBy(() -> http.newWebSocketBuilder()
                        .buildAsync(
                                URI.create(
                                        "ws" + uri(10_000, "/prices").toString().substring(4)),
                                new WebSocket.Listener() {})
                        .get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void chain_answersItsMethods_byThePick_andNoOther() {
        await("the chain answers")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> rpc("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"eth_chainId\",\"params\":[]}")
                        .body()
                        .contains("0x7a69"));
        var batch = rpc(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"eth_blockNumber\",\"params\":[]}]");
        assertThat(Gateway.json(batch).size()).isEqualTo(2);
        assertThat(batch.headers().firstValue("x-weir-node")).hasValue("anvil");

        var refused = rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getLogs\",\"params\":[{}]}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Gateway.code(refused)).isEqualTo("method_not_allowed");
    }

    private HttpResponse<String> rpc(String body) {
        return send(HttpRequest.newBuilder(uri(10_000, "/rpc"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode talker() {
        var apis = Gateway.json(get(uri(8_080, "/api/v1/view"))).get("apis");
        return Gateway.stream(apis)
                .filter(api -> api.get("name").asText().equals("talk"))
                .findFirst()
                .orElseThrow()
                .at("/nodes/0");
    }

    @Test
    void dashboard_namesThem_withoutTheirPaths() {
        var nodes = Gateway.json(get(uri(8_080, "/api/v1/view"))).at("/apis/0/nodes");

        var addresses = new TreeMap<String, String>();
        nodes.forEach(node ->
                addresses.put(node.get("node").asText(), node.get("address").asText()));
        assertThat(addresses)
                .containsEntry("two-example", url("two.example", two))
                .containsKey("one-example");
        assertThat(nodes.get(0).get("lastHeartbeat").isNull()).isTrue();
    }

    /** The README's words, line by line, once a price has changed. */
    @Test
    void readmesChange_goesAsItSays_andBack() throws IOException {
        var file = folder.resolve("own.yaml");
        var before = Files.readString(file);
        Files.writeString(file, before.replace("{name: two-example,", "{name: two-example, price: 0.01 WEIR,"));
        var section = Files.readString(Checkout.ROOT.resolve("README.md")).split("Change it while it runs")[1];
        var commands = section.split("```\n")[1]
                .lines()
                .map(line -> line.replaceFirst("\\s+#.*$", ""))
                .toList();
        assertThat(commands).hasSize(4);
        var said = new ArrayList<Checkout.Said>();
        for (var command : commands) {
            said.add(Checkout.run(
                    Checkout.ROOT,
                    Map.of("OWN_KEY", KEY),
                    List.of(
                            "bash",
                            "-c",
                            command.replace("./weir ", "./weir --home " + home() + " ")
                                    .replace("my-weir.yaml", file.toString()))));
        }

        assertThat(said.get(0).exitCode()).isEqualTo(1);
        assertThat(said.get(0).out()).startsWith("pool servers: endpoint two-example: price 0 -> 0.01\n");
        assertThat(said.get(1).ok()).contains("1 change, in force at 1 gateway after ", ", 1 judge");
        assertThat(said.get(2).ok()).contains("by operator: a third server");
        assertThat(said.get(3).ok()).startsWith("took back the last change as version ");
        assertThat(weir("dump").ok()).doesNotContain("0.01 WEIR").doesNotContain(KEY);
        Files.writeString(file, before);
        assertThat(weir("diff", file.toString()).exitCode()).isZero();
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Checkout.Said weir(String... arguments) {
        return Checkout.weir(home(), Map.of("OWN_KEY", KEY, "WEIR_DNS", names.address()), arguments);
    }

    private static String url(String name, TlsOrigin origin) {
        return "https://" + name + ":" + origin.port();
    }

    private static URI uri(int port, String path) {
        return Gateway.uri(port + FURTHER, path);
    }

    private HttpResponse<String> get(String path) {
        return get(uri(10_000, path));
    }

    private HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    private HttpResponse<String> send(HttpRequest.Builder asked) {
        var request = asked.timeout(Duration.ofSeconds(20)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request + " at " + Instant.now(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
