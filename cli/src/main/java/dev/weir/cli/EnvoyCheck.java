package dev.weir.cli;

import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** What Envoy says against the text; nothing where it takes it. */
    static Optional<String> refusal(Home home, String text) {
        try {
            var folder = Files.createTempDirectory("weir-envoy-");
            try {
                var file = Files.writeString(folder.resolve("envoy.yaml"), text);
                return refusal(home, file);
            } finally {
                Files.deleteIfExists(folder.resolve("envoy.yaml"));
                Files.deleteIfExists(folder.resolve("said"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> refusal(Home home, Path file) throws IOException {
        var said = file.resolveSibling("said");
        var envoy = new ProcessBuilder(List.of(
                        home.envoy().toString(), "--mode", "validate", "--log-level", "error", "-c", file.toString()))
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
