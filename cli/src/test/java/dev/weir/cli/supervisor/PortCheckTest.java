package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real sockets of this very process. */
final class PortCheckTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void takenPort_isToldWithItsUseAndItsHolder() throws IOException {
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> PortCheck.requireFree(Map.of("gateway", port)))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageStartingWith("port " + port + " (gateway) is taken by process "
                            + ProcessHandle.current().pid() + " (java)")
                    .hasMessageContaining("./weir up --port-offset 1000");
        }
    }

    @Test
    void portOfAnotherGateway_isToldWithItsHome(@TempDir Path folder) throws Exception {
        int port = Processes.freePort();
        var home = Processes.home(folder);
        try (var other = new Supervisor(home, InstantSource.system())) {
            var server = Processes.server("amber", port, 200);
            other.start(server);
            new Readiness(other, home).await(server, Duration.ofSeconds(20));

            assertThat(PortCheck.holder(port).orElseThrow())
                    .matches("process [0-9]+ \\(python3[.0-9]*\\), amber of the gateway in " + home.state());
        }
    }

    @Test
    void takenPorts_areEachTold() throws IOException {
        try (var first = new ServerSocket(0, 1, LOOPBACK);
                var second = new ServerSocket(0, 1, LOOPBACK)) {
            var ports = new TreeMap<>(Map.of("gateway", first.getLocalPort(), "xDS", second.getLocalPort()));

            assertThatThrownBy(() -> PortCheck.requireFree(ports))
                    .hasMessageContaining("port " + first.getLocalPort() + " (gateway) is taken by")
                    .hasMessageContaining("port " + second.getLocalPort() + " (xDS) is taken by");
        }
    }

    @Test
    void portTakenOnEveryAddress_isTaken() throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertThat(PortCheck.holder(taken.getLocalPort()))
                    .contains("process " + ProcessHandle.current().pid() + " (java)");
            assertThatThrownBy(() -> PortCheck.requireFree(Map.of("gateway", taken.getLocalPort())))
                    .isInstanceOf(CommandFailed.class);
        }
    }

    @Test
    void freePort_passes() throws IOException {
        int port;
        try (var once = new ServerSocket(0, 1, LOOPBACK)) {
            port = once.getLocalPort();
        }

        assertThatCode(() -> PortCheck.requireFree(Map.of("gateway", port))).doesNotThrowAnyException();
        assertThat(PortCheck.holder(port)).isEmpty();
    }
}
