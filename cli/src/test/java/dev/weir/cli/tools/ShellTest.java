package dev.weir.cli.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.cli.CommandFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real programs. */
final class ShellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void output_isBothStreams_ofTheProgramInItsFolder() {
        assertThat(run("pwd; echo $WORD; echo oh >&2")).isEqualTo(folder + "\nhello\noh\n");
    }

    @Test
    void failure_isToldWithItsLastLines() {
        assertThatThrownBy(() -> run("seq 1 10; exit 3"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("sh -c seq 1 10; exit 3 failed (3):\n3\n4\n5\n6\n7\n8\n9\n10");
    }

    @Test
    void missingProgram_isTold() {
        assertThatThrownBy(() -> Shell.run(folder, PATIENCE, Map.of(), List.of("no-such-program")))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("'no-such-program' cannot be run (")
                .hasMessageEndingWith("); is it installed and on the PATH?");
    }

    @Test
    void outputThatIsNotUtf8_isKept() {
        assertThat(run("printf 'caf\\351'")).isEqualTo("caf\uFFFD");
    }

    @Test
    void programThatAsks_isToldThatNobodyIsThere() {
        assertThat(run("read answer || echo nobody")).isEqualTo("nobody\n");
    }

    @Test
    void programThatTakesTooLong_isEndedWithItsChildren() throws Exception {
        var pid = folder.resolve("pid");

        assertThatThrownBy(() -> Shell.run(
                        folder, Duration.ofSeconds(1), Map.of(), List.of("sh", "-c", "sleep 60 & echo $! > pid; wait")))
                .isInstanceOf(CommandFailed.class)
                .hasMessageEndingWith("took longer than 1 s");

        long child = Long.parseLong(Files.readString(pid).strip());
        await().untilAsserted(() -> assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive))
                .isEmpty());
    }

    private String run(String script) {
        return Shell.run(folder, PATIENCE, Map.of("WORD", "hello"), List.of("sh", "-c", script));
    }
}
