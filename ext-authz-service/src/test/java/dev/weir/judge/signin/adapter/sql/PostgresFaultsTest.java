package dev.weir.judge.signin.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AccountId;
import dev.weir.model.WalletAddress;
import io.agroal.api.AgroalDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL that goes, hangs, and comes back: the store says it is unavailable in less time than Envoy waits, and finds it again by itself. */
final class PostgresFaultsTest {
    private static final Duration ENVOY_WAITS = Duration.ofSeconds(2);
    private static final Sha256 TOKEN = Sha256.of("token");

    @TempDir
    private Path folder;

    private EmbeddedPostgres postgres;
    private AgroalDataSource database;
    private SqlStores stores;

    @BeforeEach
    void start() throws IOException {
        postgres = server(0);
        database = Databases.postgresql(postgres.getJdbcUrl("postgres", "postgres"));
        stores = SqlStores.open(database);
        stores.open(
                TOKEN,
                new Session(
                        new AccountId(31_337, new WalletAddress("0x%040x".formatted(7))),
                        Instant.now().plusSeconds(3_600)));
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @Test
    void serverThatGoes_isUnavailable_andFoundAgainWhenItIsBack() throws IOException {
        int port = postgres.getPort();
        postgres.close();

        assertThatThrownBy(() -> stores.find(TOKEN)).isInstanceOf(StoreUnavailable.class);

        postgres = server(port);
        await().atMost(Duration.ofSeconds(15))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(stores.find(TOKEN)).isPresent());
        for (int i = 0; i < 50; i++) {
            assertThat(stores.find(TOKEN)).isPresent();
        }
    }

    @Test
    void serverThatHangs_isGivenUpInTime_leftAlone_andFoundAgain() throws IOException {
        var processes = processes();
        signal("STOP", processes);
        try {
            assertThat(timeOfAFailure()).isLessThan(ENVOY_WAITS);
            assertThat(timeOfAFailure()).isLessThan(Duration.ofMillis(200));
        } finally {
            signal("CONT", processes);
        }

        await().atMost(Duration.ofSeconds(15))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(stores.find(TOKEN)).isPresent());
    }

    private Duration timeOfAFailure() {
        long began = System.nanoTime();
        assertThatThrownBy(() -> stores.find(TOKEN)).isInstanceOf(StoreUnavailable.class);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    /** The server's, and those that serve our connections. */
    private long[] processes() throws IOException {
        long server = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
        var handle = ProcessHandle.of(server).orElseThrow();
        return Stream.concat(Stream.of(handle), handle.descendants())
                .mapToLong(ProcessHandle::pid)
                .toArray();
    }

    private static void signal(String signal, long[] processes) throws IOException {
        for (long process : processes) {
            try {
                var killed = new ProcessBuilder("kill", "-" + signal, String.valueOf(process)).start();
                assertThat(killed.waitFor()).isZero();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
