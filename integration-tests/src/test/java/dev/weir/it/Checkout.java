package dev.weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** This checkout, and its command {@code ./weir} as a person would run it. */
final class Checkout {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Checkout() {}

    /** What a command said and how it ended. */
    record Said(int exitCode, String out, String err) {
        String ok() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + "\n" + out + err);
            }
            return out;
        }
    }

    /** Deletes a folder and all in it; nothing where there is none. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Said weir(Path home, String... arguments) {
        return weir(home, Map.of(), arguments);
    }

    static Said weir(Path home, Map<String, String> environment, String... arguments) {
        return run(ROOT, environment, command(home, arguments));
    }

    /** Returns at once. */
    static Running start(Path home, String... arguments) {
        return new Running(ROOT, Map.of(), command(home, arguments));
    }

    private static List<String> command(Path home, String... arguments) {
        var command = new ArrayList<>(List.of(ROOT.resolve("weir").toString(), "--home", home.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Said run(Path folder, Map<String, String> environment, List<String> command) {
        return new Running(folder, environment, command).ended();
    }

    /** A command that runs. */
    static final class Running implements AutoCloseable {
        private final List<String> command;
        private final Path out;
        private final Path err;
        private final Process process;

        Running(Path folder, Map<String, String> environment, List<String> command) {
            try {
                this.command = command;
                this.out = Files.createTempFile("out", ".txt");
                this.err = Files.createTempFile("err", ".txt");
                var builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                this.process = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** SIGTERM; tells what it said then. */
        Said stop() {
            process.destroy();
            return ended();
        }

        @Override
        public void close() {
            process.destroy();
        }

        /** Waits for its end. */
        Said ended() {
            try {
                if (!process.waitFor(Duration.ofMinutes(5).toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end within 5 minutes:\n" + Files.readString(err));
                }
                var said = new Said(process.exitValue(), Files.readString(out), Files.readString(err));
                Files.delete(out);
                Files.delete(err);
                return said;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
