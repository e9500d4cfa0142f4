package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.cli.instance.Home;
import dev.weir.cli.supervisor.Blueprint;
import dev.weir.config.Deployment;
import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The devnet's chain, by the command that {@code ./weir up} starts it with. */
final class DevnetChainTest {
    /** More than anvil keeps in memory before it writes any. */
    private static final int BLOCKS = 2_000;

    private static final int MOST_FILES = 210;
    private static final int FURTHER = 600;
    private static final URI RPC = Gateway.uri(8_545 + FURTHER, "");

    @TempDir
    private Path folder;

    private Process anvil;

    @BeforeEach
    void start() throws IOException {
        anvil = chain();
    }

    @AfterEach
    void end() {
        anvil.destroyForcibly();
    }

    @Test
    void statesOfPastBlocks_areBounded_andTheChainSurvivesAKill() throws IOException {
        call("anvil_mine", "\"0x%x\"".formatted(BLOCKS));
        assertThat(blockNumber()).isGreaterThanOrEqualTo(BLOCKS);
        assertThat(states()).as("files of past states").isBetween(1L, (long) MOST_FILES);
        assertThat(call("eth_getBalance", "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",\"latest\""))
                .contains("\"result\":\"0x");

        var state = folder.resolve("data/chain/anvil-state.json");
        await("the chain is on disk")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(state) && Files.size(state) > 0);
        long before = Files.getLastModifiedTime(state).toMillis();
        await("it is written whole, and again")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.getLastModifiedTime(state).toMillis() > before && isWhole(state));
        anvil.destroyForcibly();
        anvil.onExit().join();

        anvil = chain();
        assertThat(blockNumber()).isGreaterThanOrEqualTo(BLOCKS);
    }

    /** anvil writes over it: for a moment it is half. */
    private static boolean isWhole(Path state) {
        try {
            return !Gateway.json(Files.readString(state)).isEmpty();
        } catch (AssertionError | IOException half) {
            return false;
        }
    }

    private Process chain() throws IOException {
        var spec = new Blueprint(
                        new Home(Checkout.ROOT, folder, Checkout.ROOT.resolve(".weir/tools")),
                        Deployment.read(Checkout.ROOT.resolve("deploy/local.yaml"))
                                .withPortOffset(Gateway.OFFSET + FURTHER),
                        Checkout.ROOT.resolve("weir.yaml"),
                        WeirConfig.read(Checkout.ROOT.resolve("weir.yaml")))
                .chain();
        Files.createDirectories(folder.resolve("data/chain"));
        Files.createDirectories(folder.resolve("run"));
        var process = new ProcessBuilder(spec.command())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("anvil.log").toFile())
                .start();
        await("the chain answers")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> blockNumber() >= 0);
        return process;
    }

    private long states() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("run"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private long blockNumber() throws IOException {
        return Long.decode(
                Gateway.json(call("eth_blockNumber", "")).get("result").asText());
    }

    private String call(String method, String parameters) throws IOException {
        var request = HttpRequest.newBuilder(RPC)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
                                .formatted(method, parameters)))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
