package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.supervisor.ControlSocket;
import dev.weir.it.Checkout.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir up} itself: starts, says why it does not, keeps its state, and leaves nothing behind. */
final class UpStoryTest {
    private static final int OFFSET = Gateway.OFFSET + 1_000;

    /**
     * A terminal sends Ctrl-C to the whole process group, so the command gets one of its own; and where these tests run in a shell's background,
     * SIGINT is ignored by all that they start.
     */
    private static final String AS_IN_A_TERMINAL = """
            import os, signal, sys
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.setsid()
            os.execv(sys.argv[1], sys.argv[1:])
            """;

    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    private Path home;

    @AfterEach
    void down() {
        weir("down").ok();
    }

    @Test
    void ctrlC_endsEverythingThatWasStarted() throws Exception {
        var log = home.resolve("terminal.txt");
        var up = new ProcessBuilder(
                        "python3",
                        "-c",
                        AS_IN_A_TERMINAL,
                        Checkout.ROOT.resolve("weir").toString(),
                        "--home",
                        home.toString(),
                        "up",
                        "--port-offset",
                        String.valueOf(OFFSET))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(LONG).until(() -> !up.isAlive() || Files.readString(log).contains("Ctrl-C"));
        assertThat(Files.readString(log))
                .contains("ready after", "PROCESS", "Dashboard  http://127.0.0.1:" + (8_080 + OFFSET), "weir --home");
        var family = family(up.pid());
        assertThat(family).hasSizeGreaterThanOrEqualTo(10);

        Checkout.run(home, Map.of(), List.of("bash", "-c", "kill -INT -- -" + up.pid()));

        up.onExit().get(60, java.util.concurrent.TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(10)).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(home.resolve("run/instance.json")).doesNotExist();
    }

    @Test
    void restart_keepsSessionsStakesAndContracts() throws Exception {
        up().ok();
        var token = weir("sign-in", "--account", "6").ok().strip();
        weir("stake", "100", "--account", "6").ok();
        var contracts = Files.readString(home.resolve("data/chain/contracts.json"));
        assertThat(processes()).hasSize(10);
        assertThat(weir("status").ok()).contains("PROCESS", "xds-control-plane", "running", "together");
        assertThat(weir("logs", "ext-authz-service").ok()).contains("ext-authz-service");
        weir("stop", "dune").ok();
        assertThat(state("dune")).isEqualTo("stopped");
        weir("start", "dune").ok();
        assertThat(state("dune")).isEqualTo("running");

        weir("down").ok();
        assertThat(weir("status").exitCode()).isEqualTo(1);
        up().ok();

        assertThat(Files.readString(home.resolve("data/chain/contracts.json"))).isEqualTo(contracts);
        var http = HttpClient.newHttpClient();
        var asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (10_000 + OFFSET) + "/rpc"))
                .header("authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}"))
                .build();
        // A chain that has just been started may be slower than the judge waits: then it is asked again, as Retry-After
        // says.
        var answer = await().atMost(Duration.ofSeconds(30))
                .until(() -> http.send(asked, HttpResponse.BodyHandlers.ofString()), told -> told.statusCode() != 503);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-weir-tier")).contains("staked");
        var again = up();
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("runs already").contains("./weir down");
    }

    @Test
    void takenPort_isNamed_withWhoHasIt() throws IOException {
        try (var taken = new ServerSocket(8_080 + OFFSET, 1, InetAddress.getLoopbackAddress())) {
            var said = up();

            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.err())
                    .contains(taken.getLocalPort() + " (dashboard)")
                    .contains("process " + ProcessHandle.current().pid() + " (java)")
                    .contains("--port-offset");
        }
        assertNothingRuns();
    }

    @Test
    void brokenConfig_isToldWithFileAndLine() throws IOException {
        var config = home.resolve("weir.yaml");
        Files.writeString(
                config,
                Files.readString(Checkout.ROOT.resolve("weir.yaml"))
                        .replace("deadband: 0.5%", "deadband: 0.5%, flor: 1%"));

        var said = up("--config", config.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains(config + ":").contains("flor");
        assertThat(said.err().lines()).hasSize(1);
        assertThat(weir("validate").ok()).isNotBlank();
        assertNothingRuns();
    }

    @Test
    void unreachableChain_isToldInOneLine_andNothingIsLeft() throws IOException {
        var config = home.resolve("weir.yaml");
        Files.writeString(
                config,
                Files.readString(Checkout.ROOT.resolve("weir.yaml"))
                        .replace("rpc: devnet", "rpc: \"http://127.0.0.1:1\""));

        var said = up("--config", config.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("http://127.0.0.1:1").contains("does not answer");
        assertThat(said.err()).doesNotContain("\tat ");
        assertNothingRuns();
    }

    @Test
    void missingJdk_isToldInOneLine() {
        var said = Checkout.weir(
                home, Map.of("JAVA_HOME", "/nowhere", "WEIR_JDKS", "/nowhere", "PATH", "/usr/bin:/bin"), "status");

        // Where the path has a JDK of its own the launcher rightly takes it, if it is new enough.
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).startsWith("weir: ").contains("no JDK 25").contains("JAVA_HOME");
        assertThat(said.err().lines()).hasSize(1);
    }

    @Test
    void noNetworkOnTheFirstStart_isTold_andNothingIsLeft() {
        var closed = "http://127.0.0.1:1";
        var said = Checkout.weir(
                home,
                Map.of(
                        "WEIR_TOOLS",
                        home.resolve("tools").toString(),
                        "HTTPS_PROXY",
                        closed,
                        "PIP_INDEX_URL",
                        closed + "/simple",
                        "PIP_RETRIES",
                        "0",
                        "npm_config_registry",
                        closed,
                        "npm_config_fetch_retries",
                        "0"),
                "up",
                "--port-offset",
                String.valueOf(OFFSET));

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("the first start needs the network");
        assertNothingRuns();
    }

    private Said up(String... more) {
        return weir(Stream.concat(Stream.of("up", "--detach", "--port-offset", String.valueOf(OFFSET)), Stream.of(more))
                .toArray(String[]::new));
    }

    private Said weir(String... arguments) {
        return Checkout.weir(home, arguments);
    }

    private JsonNode processes() {
        return ControlSocket.ask(home.resolve("run/control.sock"), "status").get("processes");
    }

    private String state(String name) {
        return Gateway.stream(processes())
                .filter(process -> process.get("name").asText().equals(name))
                .map(process -> process.get("state").asText())
                .findFirst()
                .orElse("unknown");
    }

    private static List<ProcessHandle> family(long pid) {
        var parent = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(parent), parent.descendants()).toList();
    }

    /** Every process of a gateway names its home or its own port somewhere in its arguments; anvil and Envoy do. */
    private void assertNothingRuns() {
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .filter(line -> line.contains(home.toString()))
                                .isPresent())
                        .map(ProcessHandle::pid))
                .isEmpty();
        assertThat(home.resolve("run/instance.json")).doesNotExist();
    }
}
