package dev.weir.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.CommandFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeLockTest {
    private final Home home;

    HomeLockTest(@TempDir Path folder) {
        home = new Home(folder, folder.resolve("state"), folder);
    }

    @Test
    void lock_isTakenByOne_whoIsNamedToTheNext() {
        try (var first = HomeLock.take(home)) {
            assertThat(first).isNotNull();
            assertThat(HomeLock.holder(home)).contains(ProcessHandle.current());
            assertThatThrownBy(() -> HomeLock.take(home))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageStartingWith("a gateway runs already from " + home.state() + " (process "
                            + ProcessHandle.current().pid() + "); end it with ./weir down");
        }
        assertThat(HomeLock.holder(home)).isEmpty();
        HomeLock.take(home).close();
    }

    @Test
    void home_thatNobodyUsed_hasNoHolder_andGetsNoFile() {
        assertThat(HomeLock.holder(home)).isEmpty();
        assertThat(home.state()).doesNotExist();
    }

    /** The lock of a process that was killed is free, though the file still names it. */
    @Test
    void lock_ofAKilledProcess_isFree() throws Exception {
        HomeLock.take(home).close();
        var holder = new ProcessBuilder(
                        "python3",
                        "-u",
                        "-c",
                        "import fcntl, os, sys, time\n"
                                + "file = open(sys.argv[1], 'r+'); fcntl.lockf(file, fcntl.LOCK_EX)\n"
                                + "file.truncate(0); file.write(str(os.getpid())); file.flush(); print('held'); time.sleep(60)\n",
                        home.lock().toString())
                .redirectOutput(home.run().resolve("out").toFile())
                .start();
        Awaitility.await()
                .until(() -> Files.readString(home.run().resolve("out")).contains("held"));
        assertThat(HomeLock.holder(home)).contains(holder.toHandle());
        assertThatThrownBy(() -> HomeLock.take(home)).hasMessageContaining("(process " + holder.pid() + ")");

        holder.destroyForcibly().waitFor();

        assertThat(HomeLock.holder(home)).isEmpty();
        HomeLock.take(home).close();
    }
}
