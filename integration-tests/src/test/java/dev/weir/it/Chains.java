package dev.weir.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chains of their own on real anvils, whose blocks are mined when a test says so. */
final class Chains implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Process> running = new TreeMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private int next;

    /** @param first port; each chain takes the next */
    Chains(int first) {
        this.next = first;
    }

    void start(String name, int chain) {
        ports.put(name, next++);
        try {
            running.put(
                    name,
                    new ProcessBuilder(
                                    Checkout.ROOT
                                            .resolve(".weir/tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")
                                            .toString(),
                                    "--port",
                                    String.valueOf(port(name)),
                                    "--chain-id",
                                    String.valueOf(chain),
                                    "--no-mining",
                                    "--silent")
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(name + " answers")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> ask(name, "eth_chainId", "").contains("0x"));
    }

    int port(String name) {
        return ports.getOrDefault(name, 0);
    }

    void mine(String name, int blocks) {
        ask(name, "anvil_mine", "\"0x" + Integer.toHexString(blocks) + "\"");
    }

    /** @param what of {@code kill}: STOP, CONT */
    void signal(String name, String what) {
        Gateway.signal(
                what,
                running.getOrDefault(name, running.values().iterator().next()).pid());
    }

    private String ask(String name, String method, String parameters) {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + parameters + "]}";
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(name)))
                                    .timeout(Duration.ofSeconds(10))
                                    .header("content-type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    List<String> names() {
        return new ArrayList<>(ports.keySet());
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
    }
}
