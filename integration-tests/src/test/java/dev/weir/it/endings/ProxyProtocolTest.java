package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.config.Edge;
import dev.weir.config.Network;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a balancer that says whose connection it is by the PROXY protocol, on a stock Envoy with what we ship. */
final class ProxyProtocolTest {
    private static final int PORTS = 23_520;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SAID = "PROXY TCP4 192.0.2.7 192.0.2.1 1234 443\r\n";

    @TempDir
    private static Path folder;

    private static EndingsRig rig;

    @BeforeAll
    static void start() throws IOException {
        rig = new EndingsRig(
                PORTS,
                ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy"),
                ROOT.resolve("envoy-config/bootstrap.yaml"),
                folder,
                new Edge(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        List.of(new Network("127.3.0.0", 16)),
                        true,
                        Optional.empty()),
                List.of());
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> said("127.3.0.1", "/leaving/ready").startsWith("HTTP/1.1 200"));
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    private static String said(String source, String path) throws IOException {
        return rig.calls(source)
                .say(SAID + "GET " + path
                        + " HTTP/1.1\r\nhost: h\r\nconnection: close\r\nx-forwarded-for: 198.51.100.1\r\n\r\n");
    }

    @Test
    void address_isWhatTheProxySaysBeforeTheRequest() throws IOException {
        assertThat(said("127.3.0.1", "/leaving/said")).startsWith("HTTP/1.1 200");

        await().until(() -> !rig.judge().requests("/leaving/said").isEmpty());
        assertThat(rig.judge()
                        .requests("/leaving/said")
                        .getFirst()
                        .getCommonProperties()
                        .getDownstreamRemoteAddress()
                        .getSocketAddress()
                        .getAddress())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void strangerWhoSaysToBeAnother_isLetGo_andSoIsAProxyThatSaysNothing() throws IOException {
        assertThat(answer("127.0.0.1", SAID + "GET /leaving/forged HTTP/1.1\r\nhost: h\r\n\r\n"))
                .isEmpty();
        assertThat(answer("127.0.0.1", "GET /leaving/plain HTTP/1.1\r\nhost: h\r\n\r\n"))
                .isEmpty();
        assertThat(answer("127.3.0.1", "GET /leaving/unsaid HTTP/1.1\r\nhost: h\r\n\r\n"))
                .isEmpty();
        assertThat(rig.judge().asked("/leaving/forged")).isFalse();
    }

    private static String answer(String source, String request) throws IOException {
        try {
            return rig.calls(source).say(request);
        } catch (SocketException reset) {
            return "";
        }
    }
}
