package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs and does not answer, with real processes; asked ten times as often as shipped. */
@Timeout(60)
final class HangTest {
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(300), Duration.ofMillis(250), 4, Duration.ofSeconds(5));
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Home home;
    private final Supervisor supervisor;
    private final int port;

    HangTest(@TempDir Path folder) throws IOException {
        home = Processes.home(folder);
        supervisor = new Supervisor(home, InstantSource.system(), Duration.ofSeconds(1), SHORT);
        port = Processes.freePort();
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void suspendedProcess_isToldAsHung_killed_andStartedAgain() throws Exception {
        long first = answering(200);

        Processes.signal("STOP", first);

        await().atMost(SOON).until(() -> status().state().equals("hung"));
        await().atMost(SOON)
                .until(() -> status().restarts() == 1 && status().state().equals("running"));
        assertThat(status().pid()).isNotEqualTo(first);
        assertThat(ProcessHandle.of(first)).isEmpty();
        assertThat(Files.readString(home.log("one")))
                .contains("weir: one does not answer at http://127.0.0.1:" + port + "/; killed, to be started again");
    }

    @Test
    void suspendedProcess_thatGoesOnInTime_isKept() throws Exception {
        long first = answering(200);

        Processes.signal("STOP", first);
        await().atMost(SOON).until(() -> status().state().equals("hung"));
        Processes.signal("CONT", first);

        await().atMost(SOON).until(() -> status().state().equals("running"));
        assertThat(status().pid()).isEqualTo(first);
        assertThat(status().restarts()).isZero();
    }

    @Test
    void stop_ofASuspendedProcess_keepsItDown() throws Exception {
        long first = answering(200);
        Processes.signal("STOP", first);

        supervisor.stop("one");

        assertThat(status().state()).isEqualTo("stopped");
        assertThat(ProcessHandle.of(first)).isEmpty();
        await().during(Duration.ofSeconds(2)).until(() -> status().state().equals("stopped"));
    }

    /** A service that says itself that only a restart mends it, such as a control plane whose loop has ended. */
    @Test
    void processThatNeverAnswersWell_isKilledOnceItsStartTookTooLong() {
        supervisor.start(Processes.server("one", port, 503));

        await().atMost(SOON).until(() -> status().restarts() == 1);
        assertThat(status().state()).isIn("running", "restarting");
    }

    private long answering(int statusCode) {
        var spec = Processes.server("one", port, statusCode);
        supervisor.start(spec);
        new Readiness(supervisor, home).await(spec, SOON);
        // An ask of the supervisor's own has to be answered before silence means anything.
        await().pollDelay(SHORT.every().multipliedBy(2))
                .until(() -> status().state().equals("running"));
        return status().pid();
    }

    private ProcessStatus status() {
        return supervisor.status().getFirst();
    }
}
