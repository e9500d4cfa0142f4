package dev.weir.cli;

import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a stock Envoy whether it takes a file, by {@code envoy --mode validate}, which listens nowhere. */
final class EnvoyCheck {
    private static final long PATIENCE_SECONDS = 60;

    private EnvoyCheck() {}

    /** Whether there is an Envoy to ask. */
    static boolean possible(Home home) {
        return Files.isExecutable(home.envoy());
    }

    /** What Envoy says against {@code envoy.yaml} with the files beside it; nothing where it takes it. */
    static Optional<String> refusal(Home home, Map<String, String> files) {
        try {
            var folder = Files.createTempDirectory("weir-envoy-");
            try {
                for (var file : files.entrySet()) {
                    Files.writeString(folder.resolve(file.getKey()), file.getValue());
                }
                return refusal(home, folder);
            } finally {
                for (var name : files.keySet()) {
                    Files.deleteIfExists(folder.resolve(name));
                }
                Files.deleteIfExists(folder.resolve("said"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> refusal(Home home, Path folder) throws IOException {
        var said = folder.resolve("said");
        var envoy = new ProcessBuilder(List.of(
                        home.envoy().toString(), "--mode", "validate", "--log-level", "error", "-c", "envoy.yaml"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!envoy.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                envoy.destroyForcibly();
                return Optional.of("Envoy did not answer within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            envoy.destroyForcibly();
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
        return envoy.exitValue() == 0
                ? Optional.empty()
                : Optional.of(new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip());
    }
}
