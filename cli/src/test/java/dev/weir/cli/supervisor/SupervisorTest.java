package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real processes. The time-out is for orders that would wait for ever. */
@Timeout(60)
final class SupervisorTest {
    private static final Duration TERM_PATIENCE = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private Home home = new Home(Path.of(""), Path.of(""), Path.of(""));
    private Supervisor supervisor = new Supervisor(home, InstantSource.system());

    @BeforeEach
    void open() throws IOException {
        supervisor.close();
        home = Processes.home(folder);
        supervisor = new Supervisor(home, InstantSource.system(), TERM_PATIENCE, Patience.SHIPPED);
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void process_runsWithItsSettings_andItsWordsGoToItsLog() {
        supervisor.start(Processes.shell("one", "echo $WORD; echo oh >&2; exec sleep 60"));

        await().untilAsserted(() -> assertThat(home.log("one")).hasContent("hello\noh"));
        assertThat(supervisor.running("one")).isTrue();
        assertThat(status("one").state()).isEqualTo("running");
        assertThat(status("one").restarts()).isZero();
    }

    @Test
    void whatAProcessWrites_andItsLog_areTheOwnersAlone() throws IOException {
        supervisor.start(Processes.shell("one", "echo secret > " + folder.resolve("kept") + "; exec sleep 60"));

        await().until(() -> Files.exists(folder.resolve("kept")));
        for (var file : List.of(folder.resolve("kept"), home.log("one"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void process_thatIsKilled_isStartedAgain() {
        supervisor.start(Processes.shell("one", "exec sleep 60"));
        long first = status("one").pid();

        kill(first);

        await().until(() ->
                status("one").restarts() == 1 && status("one").state().equals("running"));
        assertThat(status("one").pid()).isNotEqualTo(first);
    }

    /** The scripts' own clock: four starts are 0.2 + 0.4 + 0.8 s apart at the least. */
    @Test
    void process_thatCrashesAtOnce_isStartedAtEverLongerIntervals() throws IOException {
        supervisor.start(Processes.shell("one", "date +%s%3N; exit 3"));

        await().until(() -> starts().length >= 4);
        long[] starts = starts();
        assertThat(starts[1] - starts[0]).isGreaterThanOrEqualTo(200);
        assertThat(starts[2] - starts[1]).isGreaterThanOrEqualTo(400);
        assertThat(starts[3] - starts[2]).isGreaterThanOrEqualTo(800);
    }

    @Test
    void program_thatIsGoneAtARestart_isTriedUntilItIsBack() throws IOException {
        var program = script("rm \"$0\"; exit 1");
        supervisor.start(Processes.program("one", program));
        await().until(() -> status("one").restarts() >= 2);
        assertThat(status("one").state()).isEqualTo("restarting");

        script("exec sleep 60");

        await().until(() -> supervisor.running("one"));
    }

    @Test
    void stop_keepsItDown() {
        supervisor.start(Processes.shell("one", "exec sleep 60"));
        long pid = status("one").pid();

        supervisor.stop("one");

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(status("one").state()).isEqualTo("stopped");
        assertThat(status("one").pid()).isZero();
        assertThat(status("one").restarts()).isZero();
    }

    @Test
    void stop_ofOneThatWaitsForItsRestart_keepsItDown() {
        supervisor.start(Processes.shell("one", "echo started; exit 1"));
        await().until(() ->
                status("one").state().equals("restarting") && status("one").restarts() >= 2);

        supervisor.stop("one");

        assertThat(status("one").state()).isEqualTo("stopped");
        int restarts = status("one").restarts();
        // Its restart was due within 0.4 s.
        await().during(Duration.ofMillis(600)).until(() -> status("one").restarts() == restarts);
    }

    @Test
    void start_ofOneThatWasStopped_runsItAgain() {
        supervisor.start(Processes.shell("one", "exec sleep 60"));
        supervisor.stop("one");

        supervisor.start("one");

        assertThat(supervisor.running("one")).isTrue();
    }

    @Test
    void start_ofOneThatRuns_leavesIt() {
        supervisor.start(Processes.shell("one", "exec sleep 60"));
        long pid = status("one").pid();

        supervisor.start("one");

        assertThat(status("one").pid()).isEqualTo(pid);
    }

    @Test
    void unknownName_isToldWithThoseThatThereAre() {
        supervisor.start(Processes.shell("amber", "exec sleep 60"));
        supervisor.start(Processes.shell("birch", "exec sleep 60"));

        assertThatThrownBy(() -> supervisor.stop("cedar"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("nothing is called 'cedar'; there are amber, birch");
    }

    @Test
    void program_thatIsMissing_isTold() {
        assertThatThrownBy(() -> supervisor.start(Processes.program("one", folder.resolve("absent"))))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("one cannot be started: ");
    }

    @Test
    void process_thatIgnoresTheRequestToEnd_isKilledAfterThePatience() {
        supervisor.start(Processes.shell("deaf", "trap '' TERM; echo ready; while :; do sleep 1; done"));
        await().until(() -> Files.readString(home.log("deaf")).contains("ready"));
        long pid = status("deaf").pid();

        supervisor.stop("deaf");

        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void close_endsChildrenToo() throws IOException {
        supervisor.start(Processes.shell("parent", "sleep 60 & echo $!; wait"));
        await().until(() -> Files.readString(home.log("parent")).endsWith("\n"));
        long child = Long.parseLong(Files.readString(home.log("parent")).strip());
        assertThat(ProcessHandle.of(child)).isPresent();

        supervisor.close();

        await().untilAsserted(() -> assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive))
                .isEmpty());
    }

    @Test
    void close_whileItCloses_waitsForTheSame() throws Exception {
        supervisor.start(Processes.shell("deaf", "trap '' TERM; echo ready; while :; do sleep 1; done"));
        await().until(() -> Files.readString(home.log("deaf")).contains("ready"));
        long pid = status("deaf").pid();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(supervisor::close);
            var second = threads.submit(supervisor::close);
            first.get();
            second.get();
        }

        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    /** Ctrl-C during a start: what comes after the end must not be left behind without a supervisor. */
    @Test
    void start_onceItCloses_isRefused_andLeavesNoProcess() {
        supervisor.start(Processes.shell("deaf", "trap '' TERM; echo ready; while :; do sleep 1; done"));
        await().until(() -> Files.readString(home.log("deaf")).contains("ready"));

        var closing = Thread.ofVirtual().start(supervisor::close);
        await().until(() -> closing.getState() == Thread.State.WAITING);

        assertThatThrownBy(() -> supervisor.start(Processes.shell("late", "echo here; exec sleep 60")))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("the gateway is ending");
        assertThat(home.log("late")).doesNotExist();
    }

    @Test
    void status_afterTheEnd_isRefused() {
        supervisor.close();

        assertThatThrownBy(supervisor::status).isInstanceOf(CommandFailed.class).hasMessage("the gateway is ending");
    }

    private ProcessStatus status(String name) {
        return supervisor.status().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private long[] starts() throws IOException {
        return Files.readAllLines(home.log("one")).stream()
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** An executable script, put in place whole. */
    private Path script(String body) throws IOException {
        var draft = folder.resolve("script.tmp");
        Files.writeString(draft, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
        return Files.move(draft, folder.resolve("script"));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
