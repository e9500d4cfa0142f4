package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A second judge, a process of its own, shares what is in flight with the gateway's. */
@ExtendWith(Gateway.Extension.class)
final class JudgesStoryTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration HANG = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(80);
    private static final int HTTP = 8_085;

    @TempDir
    private Path folder;

    private Gateway gateway;
    private Process second;

    @BeforeEach
    void settled(Gateway shared) throws IOException {
        gateway = shared;
        gateway.settle();
        second = judge();
        await("the judges hear each other")
                .atMost(START)
                .ignoreExceptions()
                .until(() -> up(8_081) == 1 && up(HTTP) == 1);
    }

    @AfterEach
    void end() {
        second.destroyForcibly();
    }

    @Test
    void judgeThatHangs_dies_andComesBack_failsNoCall_andKeepsNoGrant() throws IOException {
        calls(Duration.ofSeconds(1));
        assertThat(gateway.metric(HTTP, "weir_judge_exchange_received_total")).isPositive();

        Gateway.signal("STOP", second.pid());
        calls(HANG);
        Gateway.signal("CONT", second.pid());
        calls(Duration.ofSeconds(2));
        await("nothing is in flight at either").atMost(START).until(() -> inFlight(8_081) == 0 && inFlight(HTTP) == 0);

        second.destroyForcibly();
        calls(Duration.ofSeconds(3));

        second = judge();
        await("the judges hear each other again")
                .atMost(START)
                .ignoreExceptions()
                .until(() -> up(8_081) == 1 && up(HTTP) == 1);
        calls(Duration.ofSeconds(1));
        assertThat(gateway.metric(HTTP, "weir_judge_exchange_received_total")).isPositive();
    }

    /** Calls that are picked, one after the other; each is answered, and none waits for the other judge. */
    private void calls(Duration length) {
        var end = Instant.now().plus(length);
        var tokens = List.of(gateway.freshToken(), gateway.freshToken());
        for (int i = 0; Instant.now().isBefore(end); i++) {
            var answer = gateway.get("/fast/quotes/BTC", bearer(tokens.get(i % tokens.size())));
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 429);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private double up(int port) {
        return gateway.metric(port, "weir_judge_exchange_peers_up");
    }

    private double inFlight(int port) {
        return gateway.metric(port, "weir_judge_grants_in_flight");
    }

    private Process judge() throws IOException {
        var root = Checkout.ROOT;
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.net.preferIPv4Stack=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        root.resolve("ext-authz-service/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("judge.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "WEIR_CONFIG", root.resolve("weir.yaml").toString(),
                        "WEIR_CONTRACTS",
                                gateway.home()
                                        .resolve("data/chain/contracts.json")
                                        .toString(),
                        "WEIR_CHAIN_RPC", Gateway.uri(8_545, "").toString(),
                        "WEIR_GATEWAY_PORT", String.valueOf(gateway.port()),
                        "WEIR_XDS_ADDRESS", "127.0.0.1:" + (18_000 + Gateway.OFFSET),
                        "WEIR_RELAY_PORT", String.valueOf(18_005 + Gateway.OFFSET),
                        "WEIR_DATA_DIR",
                                Files.createDirectories(folder.resolve("data")).toString(),
                        "WEIR_PEERS", "127.0.0.1:" + (9_191 + Gateway.OFFSET),
                        "QUARKUS_HTTP_PORT", String.valueOf(HTTP + Gateway.OFFSET),
                        "QUARKUS_GRPC_SERVER_PORT", String.valueOf(Gateway.secondJudge())));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        return builder.start();
    }
}
