package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.instance.Home;
import dev.weir.cli.supervisor.Orphans.Orphan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, marked as a supervisor marks them. */
@Timeout(60)
final class OrphansTest {
    private final List<Process> started = new ArrayList<>();
    private final Home home;
    private final Home other;
    private final Path folder;

    OrphansTest(@TempDir Path folder) {
        this.folder = folder;
        home = new Home(folder, folder.resolve("one"), folder);
        // Its name begins as the first one's does.
        other = new Home(folder, folder.resolve("one-more"), folder);
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void markedProcesses_areFoundByHome_andTheirChildrenToo() throws Exception {
        var amber = marked(home, "amber", "sleep 60 & echo $!; wait");
        marked(other, "birch", "exec sleep 60");
        var child = Long.parseLong(Awaitility.await()
                .until(() -> Files.readString(folder.resolve("amber.log")), text -> text.endsWith("\n"))
                .strip());

        assertThat(Orphans.of(home).all())
                .extracting(Orphan::name, orphan -> orphan.process().pid())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("amber", amber.pid()),
                        org.assertj.core.groups.Tuple.tuple("amber", child));
    }

    @Test
    void end_leavesNothing_notEvenWhatIsSuspended_andTouchesNoOther() throws Exception {
        var amber = marked(home, "amber", "exec sleep 60");
        var deaf = marked(home, "deaf", "exec sleep 60");
        var stranger = marked(other, "birch", "exec sleep 60");
        Processes.signal("STOP", deaf.pid());

        Orphans.of(home).end();

        assertThat(amber.isAlive()).isFalse();
        assertThat(deaf.isAlive()).isFalse();
        assertThat(stranger.isAlive()).isTrue();
        assertThat(Orphans.of(home).all()).isEmpty();
    }

    private Process marked(Home whose, String name, String script) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", script)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put(Orphans.MARK, Orphans.mark(whose, name));
        var process = builder.start();
        started.add(process);
        return process;
    }
}
