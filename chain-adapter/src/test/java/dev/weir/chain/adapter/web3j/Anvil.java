package dev.weir.chain.adapter.web3j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A real anvil on a port of its own choice, ended by {@link #close} or with this JVM. */
final class Anvil implements AutoCloseable {
    private static final String LISTENING = "Listening on ";

    private final Process process;
    private final URI rpc;

    private Anvil(Process process, URI rpc) {
        this.process = process;
        this.rpc = rpc;
    }

    /** One that mines each transaction at once, shared by the tests of this JVM. */
    static Anvil shared() {
        return Shared.ANVIL;
    }

    static Anvil start(String... options) {
        try {
            var command = new ArrayList<String>(List.of(binary().toString(), "--host", "127.0.0.1", "--port", "0"));
            command.addAll(List.of(options));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new Anvil(process, URI.create("http://" + addressOf(process)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where forge put the compiled contracts. */
    static Path contracts() {
        var out = property("weir.contracts");
        if (!Files.isDirectory(out)) {
            throw new IllegalStateException("no compiled contracts in " + out + ": run contracts/solidity/build, or set"
                    + " -Dweir.contracts to forge's out folder");
        }
        return out;
    }

    URI rpc() {
        return rpc;
    }

    /** Moves the chain's clock, and mines a block there. */
    void passSeconds(long seconds) {
        send("evm_increaseTime", Long.toString(seconds));
        send("evm_mine", "");
    }

    private void send(String method, String parameter) {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}".formatted(method, parameter);
        var request = HttpRequest.newBuilder(rpc)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static Path binary() {
        var binary = property("weir.tools").resolve("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException("no anvil at " + binary + ": run 'npm ci --ignore-scripts' in a copy of"
                    + " deploy/tools and set -Dweir.tools to it");
        }
        return binary;
    }

    private static Path property(String name) {
        return Path.of(Objects.requireNonNull(System.getProperty(name), name + " is not set"))
                .toAbsolutePath()
                .normalize();
    }

    private static String addressOf(Process process) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {})); // or anvil stops at a full pipe
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("anvil ended before it listened");
    }

    private static final class Shared {
        static final Anvil ANVIL = start();
    }
}
