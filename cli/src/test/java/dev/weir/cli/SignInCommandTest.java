package dev.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.Instance;
import dev.weir.config.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as the gateway's sign-in does. */
final class SignInCommandTest {
    private final PrintStream usualOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HttpServer gateway;
    private final Path folder;

    SignInCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        says("/auth/challenge", "{\"message\": \"sign this\"}");
        says("/auth/session", "{\"expiresAt\": \"2026-01-01T12:00:00Z\", \"token\": \"c2VjcmV0\"}");
        gateway.start();
    }

    private void says(String path, String body) {
        gateway.createContext(path, exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, body.length());
                exchange.getResponseBody().write(body.getBytes(UTF_8));
            }
        });
    }

    @BeforeEach
    void run() {
        int port = gateway.getAddress().getPort();
        var started = ProcessHandle.current().info().startInstant().orElseThrow();
        new Instance(
                        ProcessHandle.current().pid(),
                        started,
                        new Deployment.Ports(
                                port, 8_080, 9_901, 18_000, 18_001, 9_191, 8_081, 9_192, 8_082, 8_545, 9_090, 9_101),
                        List.of(),
                        31_337)
                .write(new Home(folder, folder, folder));
        System.setOut(new PrintStream(out, true, UTF_8));
    }

    @AfterEach
    void end() {
        System.setOut(usualOut);
        gateway.stop(0);
    }

    @Test
    void signIn_printsTheTokenAlone() {
        assertThat(signIn()).isEqualTo("c2VjcmV0\n");
    }

    @Test
    void signIn_forPrograms_tellsTheTokenAndItsEnd() throws IOException {
        var session = new ObjectMapper().readTree(signIn("-o", "json"));

        assertThat(session).hasSize(2);
        assertThat(session.get("token").asText()).isEqualTo("c2VjcmV0");
        assertThat(session.get("expiresAt").asText()).isEqualTo("2026-01-01T12:00:00Z");
    }

    private String signIn(String... options) {
        var words = new ArrayList<>(List.of("--home", folder.toString(), "sign-in", "--account", "6"));
        words.addAll(List.of(options));

        assertThat(Weir.run(words.toArray(String[]::new))).isZero();
        return out.toString(UTF_8);
    }
}
