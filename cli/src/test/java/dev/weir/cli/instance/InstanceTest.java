package dev.weir.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.CommandFailed;
import dev.weir.config.Deployment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstanceTest {
    private static final Deployment.Ports PORTS =
            new Deployment.Ports(10_000, 8_080, 9_901, 18_000, 18_001, 9_191, 8_081, 9_192, 8_082, 8_545, 9_090, 9_101);
    private static final Instant STARTED =
            ProcessHandle.current().info().startInstant().orElseThrow();
    private static final Instance THIS =
            new Instance(ProcessHandle.current().pid(), STARTED, PORTS, List.of("amber", "birch"), 1);

    @TempDir
    Path folder;

    private Home home = new Home(Path.of(""), Path.of(""), Path.of(""));

    @BeforeEach
    void open() {
        home = new Home(folder, folder.resolve("state"), folder.resolve("tools"));
    }

    @Test
    void written_readsBackTheSame() {
        THIS.write(home);

        assertThat(Instance.find(home)).contains(THIS);
        assertThat(Instance.running(home)).isEqualTo(THIS);
    }

    @Test
    void home_whereNothingWasStarted_hasNone() {
        assertThat(Instance.find(home)).isEmpty();
        assertThatThrownBy(() -> Instance.running(home))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("no gateway runs from " + home.state() + "; start one with ./weir up");
    }

    @Test
    void supervisor_thatIsDead_isNotRunning() throws Exception {
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();

        new Instance(dead.pid(), STARTED, PORTS, List.of(), 1).write(home);

        assertThat(Instance.find(home)).isEmpty();
    }

    /** A number is used again: the process that has it now started later than the supervisor did. */
    @Test
    void supervisorsNumber_atAnotherProcess_isNotRunning() {
        new Instance(ProcessHandle.current().pid(), STARTED.minusSeconds(60), PORTS, List.of(), 1).write(home);

        assertThat(Instance.find(home)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{}",
                "{\"supervisorPid\": 1, \"startedAt\": \"2026-01-01T12:00:00Z\", \"nodes\": []}",
                "{\"supervisorPid\": 1, \"startedAt\": \"2026-01-01T12:00:00Z\", \"ports\": null, \"nodes\": []}",
                "{\"supervisorPid\": 1, \"startedAt\": \"2026-01-01T12:00:00Z\", \"ports\": {}, \"nodes\": []}",
                "{\"supervisorPid\": 1, \"startedAt\": \"yesterday\", \"ports\": null, \"nodes\": []}"
            })
    void damagedFile_isTold(String text) throws IOException {
        Files.createDirectories(home.run());
        Files.writeString(home.instanceFile(), text);

        assertThatThrownBy(() -> Instance.find(home))
                .isInstanceOf(CommandFailed.class)
                .hasMessage(home.instanceFile() + " is damaged; end the gateway's processes and delete it");
    }

    @Test
    void addresses_areLoopback() {
        assertThat(THIS.gateway("/auth/session")).isEqualTo(URI.create("http://127.0.0.1:10000/auth/session"));
        assertThat(THIS.dashboard("/api/v1/view")).isEqualTo(URI.create("http://127.0.0.1:8080/api/v1/view"));
        assertThat(THIS.chain()).isEqualTo(URI.create("http://127.0.0.1:8545"));
        assertThat(THIS.nodeAdmin("birch")).isEqualTo(URI.create("http://127.0.0.1:9104"));
    }

    @Test
    void unknownNode_isToldWithThoseThatThereAre() {
        assertThatThrownBy(() -> THIS.nodeAdmin("cedar"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("no node is called 'cedar'; there are amber, birch");
    }
}
