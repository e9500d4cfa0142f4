package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.instance.Home;
import dev.weir.cli.supervisor.ControlSocket;
import dev.weir.cli.supervisor.Orphans;
import dev.weir.it.Checkout.Said;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a gateway's processes: what hangs is started again, and what a killed supervisor leaves is known and ended. */
final class LifeStoryTest {
    private static final int OFFSET = Gateway.OFFSET + 2_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @AfterEach
    void down() {
        weir("down").ok();
    }

    @Test
    void hungProcesses_areStartedAgain_andAKilledSupervisorsProcessesAreEnded() throws Exception {
        up().ok();
        long ratelimit = process("ratelimit-service").get("pid").asLong();
        long amber = process("amber").get("pid").asLong();
        signal("STOP", ratelimit);
        signal("STOP", amber);

        await().atMost(LONG).until(() -> process("amber").get("state").asText().equals("hung"));
        assertThat(weir("status").ok()).containsPattern("amber +hung");
        await().atMost(LONG)
                .until(() -> process("ratelimit-service").get("pid").asLong() != ratelimit
                        && answers(8_082, "/health/ready")
                        && process("amber").get("pid").asLong() != amber
                        && answers(9_101, "/healthz"));
        assertThat(weir("logs", "amber").ok()).contains("weir: amber does not answer at");

        var family = Orphans.of(home()).all();
        assertThat(family).hasSize(10);
        kill(Long.parseLong(Files.readString(home().lock())));

        var status = weir("status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.err())
                .contains("was killed; what it left runs on unwatched", "anvil (process ", "./weir down ends it");
        var again = up();
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("that a killed supervisor left");
        assertThat(family).noneMatch(orphan -> orphan.process().isAlive());

        var second = Orphans.of(home()).all();
        kill(Long.parseLong(Files.readString(home().lock())));
        assertThat(weir("down").err()).contains("that a killed supervisor had left");
        assertThat(second).noneMatch(orphan -> orphan.process().isAlive());
        assertThat(weir("down").err()).contains("no gateway runs from");
    }

    @Test
    void startInTheBackground_thatIsInterrupted_leavesNothing_andTheHomeIsTakenMeanwhile() {
        try (var starting = Checkout.start(folder, "up", "--detach", "--port-offset", String.valueOf(OFFSET))) {
            await().atMost(LONG)
                    .until(() -> Orphans.of(home()).all().stream()
                            .anyMatch(process -> process.name().equals("ratelimit-service")));
            var other = Checkout.weir(folder, "up", "--port-offset", String.valueOf(OFFSET + 200));
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.err()).contains("a gateway runs already from " + folder);
            assertThat(weir("status").err()).contains("a gateway starts or ends at " + folder);

            starting.stop();
        }

        assertThat(Orphans.of(home()).all()).isEmpty();
        assertThat(weir("status").err()).contains("no gateway runs from");
    }

    private Home home() {
        return new Home(Checkout.ROOT, folder, folder);
    }

    private Said up() {
        return weir("up", "--detach", "--port-offset", String.valueOf(OFFSET));
    }

    private Said weir(String... arguments) {
        return Checkout.weir(folder, arguments);
    }

    private JsonNode process(String name) {
        return Gateway.stream(
                        ControlSocket.ask(home().controlSocket(), "status").get("processes"))
                .filter(process -> process.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean answers(int port, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (port + OFFSET) + path))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void kill(long supervisor) throws Exception {
        var process = ProcessHandle.of(supervisor).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    private void signal(String signal, long pid) {
        Checkout.run(folder, Map.of(), List.of("kill", "-" + signal, String.valueOf(pid)))
                .ok();
    }
}
