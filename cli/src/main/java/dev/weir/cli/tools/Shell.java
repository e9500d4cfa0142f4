package dev.weir.cli.tools;

import dev.weir.cli.CommandFailed;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps what it said. */
public final class Shell {
    private Shell() {}

    /** @throws CommandFailed with the last lines of its output where it fails or takes longer than {@code patience} */
    public static String run(Path folder, Duration patience, Map<String, String> env, List<String> command) {
        try {
            var log = Files.createTempFile("weir-", ".log");
            try {
                return run(folder, patience, env, command, log);
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    "'" + command.getFirst() + "' cannot be run (" + e.getMessage()
                            + "); is it installed and on the PATH?",
                    e);
        }
    }

    private static String run(Path folder, Duration patience, Map<String, String> env, List<String> command, Path log)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(env);
        var process = builder.start();
        // Who interrupts this command ends what it runs.
        var interrupted = Thread.ofPlatform().unstarted(() -> end(process));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw new CommandFailed(String.join(" ", command) + " took longer than " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", e);
        } finally {
            forget(interrupted);
        }
        // Decoded leniently: a program may print any byte.
        var output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new CommandFailed(
                    String.join(" ", command) + " failed (" + process.exitValue() + "):\n" + last(output));
        }
        return output;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Interrupted now: the hook runs.
            return;
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String last(String output) {
        var lines = output.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
}
