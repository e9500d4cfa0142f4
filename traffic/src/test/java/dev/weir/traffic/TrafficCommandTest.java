package dev.weir.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.NodeId;
import dev.weir.node.Node;
import dev.weir.node.NodeSettings;
import dev.weir.node.impair.Impairment;
import dev.weir.traffic.port.TokenSource;
import dev.weir.traffic.port.TokensUnavailable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The whole command against a real node, without a gateway between them. */
final class TrafficCommandTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Node node = node();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        node.close();
        client.close();
    }

    /** Only a gateway's word names the node: one that is asked directly stays unknown. */
    @Test
    void honestTraffic_isAnswered() {
        int exit = run(TokenSource.ANONYMOUS, "--rate=200 --duration=500ms --api=quotes --fail-on-errors".split(" "));

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("status 200")
                .containsPattern("node unknown +100\\.0 %")
                .endsWith(" 0\n");
    }

    @Test
    void log_isReplayed() throws IOException {
        var log = Files.writeString(folder.resolve("access.log"), """
                192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /quotes/ETH HTTP/1.1" 200 1 "-" "-"
                192.0.2.8 - - [17/May/2015:10:05:53 +0000] "GET /quotes/BTC HTTP/1.1" 200 1 "-" "-"
                rubbish
                """);

        int exit = run(
                TokenSource.ANONYMOUS,
                "--log=" + log,
                "--speed=1000",
                "--keep-paths",
                "--duration=5s",
                "--output=json");

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("\"badLines\" : 1")
                .contains("\"calls\" : 2")
                .contains("\"200\" : 2");
    }

    @Test
    void logOfWhichNothingCanBeReplayed_failsTheRun_andSaysWhy() throws IOException {
        var log = Files.writeString(folder.resolve("access.log"), """
                {"remote_addr": "192.0.2.7", "request": "GET /quotes/ETH HTTP/1.1"}
                192.0.2.7 - - [17/May/2015:10:05:03 +0000] "POST /rpc HTTP/1.1" 200 1 "-" "-"
                """);

        assertThat(run(TokenSource.ANONYMOUS, "--log=" + log, "--duration=1s")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .isEqualTo("weir traffic: " + log
                        + ": none of its lines can be replayed: 1 are of other methods than GET and HEAD, 1 not in the combined format, the first of them: "
                        + "{\"remote_addr\": \"192.0.2.7\", \"request\": \"GET /quotes/ETH HTTP/1.1\"}\n");
    }

    @Test
    void emptyLog_failsTheRun() throws IOException {
        var log = Files.writeString(folder.resolve("access.log"), "");

        assertThat(run(TokenSource.ANONYMOUS, "--log=" + log, "--duration=1s")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("weir traffic: " + log + ": it is empty\n");
    }

    @Test
    void faults_failTheRun_whereAsked() {
        node.close();

        assertThat(run(TokenSource.ANONYMOUS, "--duration=100ms", "--fail-on-errors"))
                .isEqualTo(1);
        assertThat(run(TokenSource.ANONYMOUS, "--duration=100ms")).isZero();
    }

    @Test
    void signInThatDoesNotWork_isSaid() {
        TokenSource broken = caller -> {
            throw new TokensUnavailable("nobody signs in today", new IOException());
        };

        assertThat(run(broken, "--duration=100ms")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("weir traffic: nobody signs in today\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--target=http://192.0.2.1",
                "--duration=soon",
                "--rate=0",
                "--rate=NaN",
                "--callers=0",
                "--callers=10001",
                "--bursts=often",
                "--attack=siege",
                "--speed=0"
            })
    void wrongOption_isRefused(String option) {
        assertThat(run(TokenSource.ANONYMOUS, option)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    private int run(TokenSource tokens, String... arguments) {
        var gateway = URI.create("http://" + node.address());
        return new CommandLine(new TrafficCommand(tokens, () -> gateway))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Node node() {
        try {
            return Node.start(
                    new NodeSettings(new NodeId("amber"), 0, 0, Optional.empty(), Impairment.NONE, 1),
                    client,
                    InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
