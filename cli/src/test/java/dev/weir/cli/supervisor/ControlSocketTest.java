package dev.weir.cli.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real Unix socket, with a real process behind it. */
@Timeout(30)
final class ControlSocketTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final CountDownLatch down = new CountDownLatch(1);
    private final Home home;
    private final Path path;
    private final Supervisor supervisor;
    private final ControlSocket socket;

    ControlSocketTest(@TempDir Path folder) throws IOException {
        home = Processes.home(folder);
        path = home.controlSocket();
        supervisor = new Supervisor(home, InstantSource.fixed(NOON), Duration.ofSeconds(2), Patience.SHIPPED);
        socket = ControlSocket.open(path, supervisor, down::countDown);
    }

    @BeforeEach
    void start() {
        supervisor.start(Processes.shell("amber", "exec sleep 60"));
    }

    @AfterEach
    void close() {
        socket.close();
        supervisor.close();
    }

    @Test
    void socket_isTheOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void status_namesEachProcess() {
        var processes = ControlSocket.ask(path, "status").get("processes");

        assertThat(processes).hasSize(1);
        var amber = processes.get(0);
        assertThat(amber.get("name").asText()).isEqualTo("amber");
        assertThat(amber.get("state").asText()).isEqualTo("running");
        assertThat(ProcessHandle.of(amber.get("pid").asLong())).isPresent();
        assertThat(amber.get("since").asText()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(amber.get("restarts").asInt()).isZero();
        assertThat(amber.get("address").asText()).isEqualTo("nowhere");
        assertThat(amber.get("log").asText()).isEqualTo(home.log("amber").toString());
    }

    @Test
    void stop_endsTheProcess_andStartRunsItAgain() {
        ControlSocket.ask(path, "stop amber");
        assertThat(supervisor.running("amber")).isFalse();

        ControlSocket.ask(path, "start amber");
        assertThat(supervisor.running("amber")).isTrue();
    }

    @Test
    void down_isAnswered_andPassedOn() throws InterruptedException {
        assertThat(ControlSocket.ask(path, "down").get("ending").asBoolean()).isTrue();
        assertThat(down.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void unknownName_isRefused() {
        assertThatThrownBy(() -> ControlSocket.ask(path, "stop birch"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("nothing is called 'birch'; there are amber");
    }

    @Test
    void unknownOrder_isRefused() {
        assertThatThrownBy(() -> ControlSocket.ask(path, "dance"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("unknown order 'dance'");
    }

    @Test
    void orderWithoutAName_isRefused_andTheNextIsHeard() {
        assertThatThrownBy(() -> ControlSocket.ask(path, "stop"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("nothing is called ''; there are amber");
        assertThat(ControlSocket.ask(path, "status").get("processes")).hasSize(1);
    }

    @Test
    void orderAfterTheEnd_isRefused_andTheNextIsHeard() {
        supervisor.close();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ControlSocket.ask(path, "status")).hasMessage("the gateway is ending");
        }
    }

    @Test
    void overLongOrder_isNotSent() {
        assertThatThrownBy(() -> ControlSocket.ask(path, "stop " + "a".repeat(252)))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("an order has at most 256 characters");
    }

    @Test
    void overLongLine_isRefused_andTheNextIsHeard() throws IOException {
        try (var caller = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            caller.write(ByteBuffer.wrap("a".repeat(257).getBytes(UTF_8)));

            assertThat(new String(Channels.newInputStream(caller).readAllBytes(), UTF_8))
                    .isEqualTo("{\"error\":\"an order has at most 256 characters\"}");
        }
        assertThat(ControlSocket.ask(path, "status").get("processes")).hasSize(1);
    }

    @Test
    void callerThatSaysNothing_holdsUpNobody() throws IOException {
        try (var silent = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(ControlSocket.ask(path, "status").get("processes")).hasSize(1);
        }
    }

    @Test
    void fileThatAnEarlierRunLeft_isReplaced() throws IOException {
        socket.close();
        Files.writeString(path, "left over");

        try (var again = ControlSocket.open(path, supervisor, down::countDown)) {
            assertThat(again).isNotNull();
            assertThat(ControlSocket.ask(path, "status").get("processes")).hasSize(1);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void socketThatIsGone_isTold() {
        socket.close();

        assertThatThrownBy(() -> ControlSocket.ask(path, "status"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("the supervisor does not answer at " + path);
    }

    @Test
    void pathThatNoSocketCanHave_isTold() {
        var tooLong = home.run().resolve("a".repeat(120));

        assertThatThrownBy(() -> ControlSocket.open(tooLong, supervisor, down::countDown))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith(tooLong + " cannot be opened: ");
    }
}
