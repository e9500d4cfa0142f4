package dev.weir.bench.rig.adapter.envoy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.bench.upstream.adapter.netty.Upstreams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All nodes of a scenario as one process. It ends when its input does, so also when this process dies. */
final class UpstreamProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    UpstreamProcess(Path scenario, int firstPort, Duration length) throws IOException {
        this.process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Upstreams.class.getName(),
                        scenario.toString(),
                        String.valueOf(firstPort),
                        String.valueOf(length.toMillis())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
        answer();
    }

    /** What came of a block. @param utilisation of each node @param latestMillis how late the latest answer left */
    record Report(List<Double> utilisation, double latestMillis) {}

    void block(long seed, long startMicros) {
        orders.println("block " + seed + " " + startMicros);
    }

    Report report() throws IOException {
        orders.println("report");
        var tree = JSON.readTree(answer());
        var utilisation = JSON.convertValue(tree.get("utilisation"), double[].class);
        return new Report(
                Arrays.stream(utilisation).boxed().toList(),
                tree.get("latest_ms").asDouble());
    }

    private String answer() throws IOException {
        var line = answers.readLine();
        if (line == null) {
            throw new IOException("the upstreams' process ended");
        }
        return line;
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
