package dev.weir.cli.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes and a real HTTP server. */
final class ReadinessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void process_thatAnswersItsProbe_isReady() throws IOException {
        var asked = new AtomicInteger();
        var server = server(asked, new AtomicReference<>(""), 1);
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var spec = Processes.shell("one", "exec sleep 60", url(server, "/ready"));
            supervisor.start(spec);

            new Readiness(supervisor, home()).await(spec, PATIENCE);
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void process_thatAnswersWithAnError_isAskedAgain() throws IOException {
        var asked = new AtomicInteger();
        var server = server(asked, new AtomicReference<>(""), 3);
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var spec = Processes.shell("one", "exec sleep 60", url(server, "/ready"));
            supervisor.start(spec);

            new Readiness(supervisor, home()).await(spec, PATIENCE);
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void chain_isAskedForItsId() throws IOException {
        var said = new AtomicReference<>("");
        var server = server(new AtomicInteger(), said, 1);
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var spec = Processes.shell("anvil", "exec sleep 60", url(server, "/?rpc"));

            new Readiness(supervisor, home()).await(spec, PATIENCE);
        } finally {
            server.stop(0);
        }
        assertThat(said.get())
                .isEqualTo("POST / {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}");
    }

    @Test
    void endpoints_areAwaited_untilEachClusterHasAHealthyOne() throws IOException {
        var asked = new AtomicInteger();
        var server = envoyStats(() -> asked.incrementAndGet() < 3
                ? "cluster.a.edge.membership_healthy: 5\ncluster.b.edge.membership_healthy: 0\n"
                : "cluster.a.edge.membership_healthy: 5\ncluster.b.edge.membership_healthy: 1\n");
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            new Readiness(supervisor, home())
                    .awaitEndpoints(URI.create(url(server, "/ready")), Set.of("a.edge", "b.edge"), PATIENCE);
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void endpoints_thatDoNotCome_areNamed() throws IOException {
        var server = envoyStats(() -> "cluster.a.edge.membership_healthy: 5\n");
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var readiness = new Readiness(supervisor, home());

            assertThatThrownBy(() -> readiness.awaitEndpoints(
                            URI.create(url(server, "/ready")), Set.of("a.edge", "b.edge"), Duration.ZERO))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageStartingWith("Envoy found no healthy node for b.edge;");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void serviceThatCannotReadItsFile_isToldInItsOwnOneLine() throws IOException {
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var spec = Processes.shell(
                    "one",
                    "echo 'ERROR java.lang.IllegalStateException: /state/orders.json is damaged; mend it, or delete it'; seq 1 20; exit 1");
            supervisor.start(spec);

            assertThatThrownBy(() -> new Readiness(supervisor, home()).await(spec, PATIENCE))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessage("one did not become ready; /state/orders.json is damaged; mend it, or delete it");
        }
    }

    @Test
    void process_thatCrashesThreeTimes_isGivenUp_withTheEndOfItsLog() throws IOException {
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var spec = Processes.shell("one", "seq 1 20; echo 'no such file'; exit 1");
            supervisor.start(spec);

            assertThatThrownBy(() -> new Readiness(supervisor, home()).await(spec, PATIENCE))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageStartingWith("one did not become ready; the end of " + home().log("one") + ":\n10\n11\n")
                    .hasMessageEndingWith("\n20\nno such file");
            assertThat(supervisor.status().getFirst().restarts()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void log_thatIsNotUtf8_isShownAllTheSame() throws IOException {
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var spec = Processes.shell("one", "printf 'caf\\351 closed\\n'; exit 1");
            supervisor.start(spec);

            assertThatThrownBy(() -> new Readiness(supervisor, home()).await(spec, PATIENCE))
                    .hasMessageEndingWith("caf\uFFFD closed");
        }
    }

    @Test
    void process_thatStaysSilent_isGivenUpAfterThePatience() throws IOException {
        try (var supervisor = new Supervisor(home(), InstantSource.system())) {
            var spec = Processes.shell("one", "exec sleep 60");
            supervisor.start(spec);

            assertThatThrownBy(() -> new Readiness(supervisor, home()).await(spec, Duration.ofMillis(300)))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageStartingWith("one did not become ready; ");
            assertThatCode(() -> supervisor.running("one")).doesNotThrowAnyException();
        }
    }

    private Home home() throws IOException {
        return Processes.home(folder);
    }

    /** Answers 503 until it was asked {@code readyAt} times. */
    private static HttpServer envoyStats(Supplier<String> stats) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/stats", exchange -> {
            try (exchange) {
                var body = stats.get().getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static HttpServer server(AtomicInteger asked, AtomicReference<String> said, int readyAt)
            throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                said.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.sendResponseHeaders(asked.incrementAndGet() >= readyAt ? 200 : 503, -1);
            }
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
