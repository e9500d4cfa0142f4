package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.weir.cli.supervisor.ControlSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway is changed while it runs, on real Envoy, judge and control plane; and everything that can go wrong with that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
final class ConfigStoryTest {
    private static final int FURTHER = 850;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder = Path.of("");

    private HttpServer one;
    private HttpServer two;
    private Path own;

    @BeforeAll
    void start() throws IOException {
        one = origin("one");
        two = origin("two");
        own = Files.writeString(folder.resolve("own.yaml"), file("quotes", one));
        up();
    }

    private void up() {
        weir(
                        "up",
                        "--detach",
                        "--watch",
                        "--port-offset",
                        String.valueOf(Gateway.OFFSET + FURTHER),
                        "--config",
                        own.toString())
                .ok();
    }

    @AfterAll
    void end() {
        weir("down").ok();
        one.stop(0);
        two.stop(0);
    }

    /** Each story begins with the first file in force. */
    @BeforeEach
    void begin() throws IOException {
        apply(file("quotes", one)).ok();
        await("the API answers").atMost(SOON).until(() -> status("/quotes") == 200);
    }

    @Test
    void difference_isSaid_applied_undone_andListed() throws IOException {
        var other = write(file("quotes", two).replace("access: public", "access: {wallet: any}"));

        var diff = weir("diff", other.toString());
        assertThat(diff.exitCode()).as(diff.err()).isEqualTo(1);
        assertThat(diff.out())
                .contains("api quotes: access public -> wallet\n")
                .contains("pool cloud: endpoint own: url http://127.0.0.1:"
                        + one.getAddress().getPort() + " -> http://127.0.0.1:"
                        + two.getAddress().getPort() + "\n")
                .contains("  Envoy: endpoints quotes.cloud changed\n");
        assertThat(status("/quotes")).isEqualTo(200);

        var applied =
                weir("apply", other.toString(), "--reason", "for wallets alone").ok();
        assertThat(applied)
                .matches(
                        "applied .*other.yaml as version \\d+: 2 changes, in force at 1 gateway after \\d\\.\\d s, 1 judge\\n");
        assertThat(status("/quotes")).isEqualTo(401);
        var same = weir("diff", other.toString());
        assertThat(same.exitCode()).isZero();
        assertThat(weir("apply", "--list").ok()).contains("for wallets alone");
        assertThat(weir("audit").ok()).contains("for wallets alone");
        assertThat(weir("status").ok())
                .contains(
                        "by operator: for wallets alone; the file that the gateway was started with says something else");

        assertThat(weir("apply", "--undo", "--reason", "not yet").ok())
                .startsWith("took back the last change as version");
        assertThat(status("/quotes")).isEqualTo(200);
        // The endpoint that was there stays beside the other until Envoy has found that one well.
        await("the first server alone")
                .atMost(SOON)
                .until(() -> get("/quotes").body().equals("one"));

        // The undo of an undo.
        weir("apply", "--undo").ok();
        assertThat(status("/quotes")).isEqualTo(401);
    }

    @Test
    void dryRun_andABadFile_changeNothing() throws IOException {
        long version = version();
        assertThat(weir("apply", write(file("prices", one)).toString(), "--dry-run")
                        .ok())
                .contains("api quotes removed\napi prices added\n");

        var bad = weir("apply", write("apis: 7\n").toString());
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.err()).contains("other.yaml:1:1: apis");
        assertThat(weir("diff", write("apis: 7\n").toString()).exitCode()).isEqualTo(2);

        var restart = weir(
                "apply",
                write(file("quotes", one) + "auth: {sessionLife: 1h}\n").toString());
        assertThat(restart.exitCode()).isEqualTo(1);
        assertThat(restart.err())
                .contains("auth cannot change while the gateway runs: ./weir down, then ./weir up --config");
        assertThat(version()).isEqualTo(version);
    }

    @Test
    void dump_saysWhatIsInForce_withoutSecrets() throws IOException {
        apply(file("quotes", one).replace("\"}", "/v3/0123456789abcdef0123\", headers: {x-own: 0123456789abcdef0123}}"))
                .ok();

        var dumped = weir("dump").ok();
        assertThat(dumped).contains("name: quotes", "/v3/***", "x-own: '***'").doesNotContain("0123456789abcdef");
        assertThat(json(weir("dump", "-o", "json").ok())
                        .at("/config/apis/0/name")
                        .asText())
                .isEqualTo("quotes");
        assertThat(get(uri(8_080, "/api/v1/config")).body()).doesNotContain("0123456789abcdef");
    }

    /** Envoy alone knows that these are no certificates. */
    @Test
    void fileThatIsBadForEnvoyOnly_isRefusedBefore_orTakenBackByItself() throws IOException {
        var ca = Files.writeString(folder.resolve("ca.pem"), "no certificate\n");
        var bad = write(file("quotes", one)
                .replace(
                        "http://127.0.0.1:" + one.getAddress().getPort(),
                        "https://localhost:" + one.getAddress().getPort())
                .replace("{name: cloud,", "{name: cloud, ca: " + ca + ","));
        long version = version();

        var asked = weir("apply", bad.toString());
        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.err()).contains("Envoy refused what it would get").contains("ca.pem");
        assertThat(version()).isEqualTo(version);

        // Where nobody has an Envoy to ask, the gateway itself is the one who says no.
        var unasked = Checkout.weir(
                home(), Map.of("WEIR_TOOLS", folder.resolve("no-tools").toString()), "apply", bad.toString());
        assertThat(unasked.exitCode()).as(unasked.out()).isEqualTo(1);
        assertThat(unasked.err())
                .contains("version " + (version + 1) + " was refused and is taken back, version " + (version + 2)
                        + " says what was before. gateway")
                .contains("ca.pem");
        assertThat(version()).isEqualTo(version + 2);
        assertThat(status("/quotes")).isEqualTo(200);
        assertThat(weir("audit").ok()).contains("weir", "refused version " + (version + 1));
    }

    @Test
    void changesAtOnce_comeWhole_oneAfterTheOther() throws Exception {
        var prices = Files.writeString(folder.resolve("prices.yaml"), file("prices", one));
        var others = Files.writeString(folder.resolve("others.yaml"), file("others", two));
        long version = version();
        try (var first = Checkout.start(home(), "apply", prices.toString());
                var second = Checkout.start(home(), "apply", others.toString())) {
            assertThat(List.of(first.ended().ok(), second.ended().ok())).allMatch(said -> said.contains("as version"));
        }

        assertThat(version()).isEqualTo(version + 2);
        boolean pricesLast = weir("diff", prices.toString()).exitCode() == 0;
        assertThat(status("/prices")).isEqualTo(pricesLast ? 200 : 404);
        assertThat(status("/others")).isEqualTo(pricesLast ? 404 : 200);
    }

    /** Once while it is written down, once on its way to the gateways. */
    @Test
    void controlPlaneKilledWhileItChanges_hasTheVersionWholeOrNotAtAll() throws Exception {
        var prices = Files.writeString(folder.resolve("prices.yaml"), file("prices", one));
        var data = home().resolve("data/control-plane");
        for (boolean written : new boolean[] {false, true}) {
            begin();
            var named = data.resolve("config-versions/%08d.yaml".formatted(version() + 1));
            var audit = data.resolve("audit.jsonl");
            long length = Files.size(audit);
            try (var apply = Checkout.start(home(), "apply", prices.toString())) {
                await("the change has begun")
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(SOON)
                        .until(() -> written ? Files.exists(named) : Files.size(audit) > length);
                kill("xds-control-plane");
                apply.ended();
            }
            await("the control plane is back")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> version() > 0);
            boolean whole = weir("diff", prices.toString()).exitCode() == 0;
            await("Envoy, judge and control plane agree")
                    .atMost(SOON)
                    .until(() -> status("/prices") == (whole ? 200 : 404) && status("/quotes") == (whole ? 404 : 200));
        }
    }

    /** What was closed must not open because a process starts. */
    @Test
    void judgeThatRestartsWithoutAControlPlane_goesOnWithWhatWasInForce() throws IOException {
        apply(file("quotes", one).replace("access: public", "access: {wallet: any}"))
                .ok();
        assertThat(status("/quotes")).isEqualTo(401);
        weir("stop", "xds-control-plane").ok();
        try {
            weir("stop", "ext-authz-service").ok();
            weir("start", "ext-authz-service").ok();
            await("the judge judges").atMost(Duration.ofSeconds(40)).until(() -> status("/quotes") != 503);

            assertThat(status("/quotes")).isEqualTo(401);
        } finally {
            weir("start", "xds-control-plane").ok();
        }
        await("the control plane is back")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> version() > 0);
        assertThat(status("/quotes")).isEqualTo(401);
    }

    /** The file counts where it was changed, and what was applied where it was not. */
    @Test
    void fileThatChangedWhileTheGatewayWasDown_isInForceAfterIt() throws IOException {
        apply(file("prices", two)).ok();
        weir("down").ok();
        up();
        assertThat(status("/prices")).isEqualTo(200);

        weir("down").ok();
        Files.writeString(own, file("others", one));
        up();
        assertThat(status("/others")).isEqualTo(200);
        assertThat(weir("apply", "--list").ok()).contains("file  ", "the file changed before this start");
    }

    @Test
    void watchedFile_comesIntoForceByItself_andABadOneIsSaidOnce() throws IOException {
        Files.writeString(own, file("watched", one));
        await("the change is in force").atMost(SOON).until(() -> status("/watched") == 200);

        try {
            Files.writeString(own, "apis: 8\n");
            var log = home().resolve("run/up.log");
            await("the bad one is said")
                    .atMost(SOON)
                    .until(() -> Files.readString(log).contains("own.yaml:1:1"));
            assertThat(status("/watched")).isEqualTo(200);
            assertThat(Files.readString(log).split("own.yaml:1:1", -1)).hasSize(2);
        } finally {
            Files.writeString(own, file("watched", one));
        }
    }

    @Test
    void callsMeanwhile_areAllAnswered() throws Exception {
        // No limit holds for it.
        apply(file("steady", one)).ok();
        await("the API answers").atMost(SOON).until(() -> status("/steady") == 200);
        var failed = new ArrayList<String>();
        var calls = new AtomicInteger();
        var change = new AtomicInteger();
        var threads = Executors.newScheduledThreadPool(8);
        try {
            for (int i = 0; i < 8; i++) {
                var _ = threads.scheduleAtFixedRate(
                        () -> {
                            var answer = get("/steady");
                            calls.incrementAndGet();
                            if (answer.statusCode() != 200) {
                                synchronized (failed) {
                                    failed.add(
                                            "in change " + change.get() + ": " + answer.statusCode() + answer.body());
                                }
                            }
                        },
                        0,
                        80,
                        TimeUnit.MILLISECONDS);
            }
            for (int i = 0; i < 6; i++) {
                change.incrementAndGet();
                var text = file("steady", i % 2 == 0 ? two : one);
                apply(
                                i % 3 == 0
                                        ? text
                                        : text.replace(
                                                "apis:\n",
                                                "apis:\n  - {name: new, match: {prefix: /new}, pools: [cloud], access: public}\n"))
                        .ok();
                // The judge knows it before Envoy sends anybody there, and its cluster is warm.
                assertThat(status("/new")).isEqualTo(i % 3 == 0 ? 404 : 200);
            }
            change.incrementAndGet();
            // From one cluster of Envoy's to another: two pools under the pick.
            apply(file("steady", one)
                            .replace("pools: [cloud]", "pools: [cloud, more]")
                            .replace(
                                    "pools:\n",
                                    "pools:\n  - {name: more, endpoints: [{name: more, url: \"http://127.0.0.1:"
                                            + two.getAddress().getPort() + "\"}]}\n"))
                    .ok();
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(calls.get()).isGreaterThan(100);
        assertThat(failed).isEmpty();
    }

    private static String file(String api, HttpServer origin) {
        return """
                apis:
                  - {name: %1$s, match: {prefix: /%1$s}, pools: [cloud], access: public}
                pools:
                  - {name: cloud, endpoints: [{name: own, url: "http://127.0.0.1:%2$d"}]}
                chain: memory
                """.formatted(api, origin.getAddress().getPort());
    }

    private static Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("other.yaml"), text);
    }

    private Checkout.Said apply(String text) throws IOException {
        return weir("apply", write(text).toString());
    }

    private long version() {
        return json(get(uri(8_080, "/api/v1/config")).body())
                .at("/version/number")
                .asLong();
    }

    private void kill(String name) {
        var processes =
                ControlSocket.ask(home().resolve("run/control.sock"), "status").get("processes");
        long pid = Gateway.stream(processes)
                .filter(process -> process.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .get("pid")
                .asLong();
        Gateway.signal("KILL", pid);
    }

    private static HttpServer origin(String name) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Checkout.Said weir(String... arguments) {
        return Checkout.weir(home(), arguments);
    }

    private static URI uri(int port, String path) {
        return Gateway.uri(port + FURTHER, path);
    }

    private int status(String path) {
        return get(path).statusCode();
    }

    private HttpResponse<String> get(String path) {
        return get(uri(10_000, path));
    }

    private HttpResponse<String> get(URI uri) {
        try {
            return http.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(uri.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
