package dev.weir.cli;

import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.HomeLock;
import dev.weir.cli.instance.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** {@code up --detach}: the same command as a process of its own, watched until it is ready. */
final class Detached {
    private static final Duration POLL = Duration.ofMillis(200);

    private Detached() {}

    static int start(Home home) {
        try {
            PrivateFiles.createFolder(home.run());
            // Asked here as well as by the process itself: its log and its instance file are another's if a gateway
            // runs.
            HomeLock.take(home).close();
            var log = home.log("up");
            Files.deleteIfExists(log);
            PrivateFiles.createFile(log);
            Files.deleteIfExists(home.instanceFile());
            var command = new ArrayList<String>();
            command.add("setsid");
            command.addAll(own());
            command.remove("--detach");
            var process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return watched(process, log, home);
        } catch (IOException e) {
            throw new CommandFailed("the gateway cannot be started in the background: " + e.getMessage(), e);
        }
    }

    /** Who is interrupted while it starts takes it along: nothing goes on starting that nobody waits for. */
    private static int watched(Process process, Path log, Home home) throws IOException {
        var interrupted = Thread.ofPlatform().unstarted(() -> end(process));
        Runtime.getRuntime().addShutdownHook(interrupted);
        int exitCode = watch(process, log, home);
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException e) {
            // Interrupted at this very moment: the hook ends it.
            return 1;
        }
        return exitCode;
    }

    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    /** Copies what the process says until it is ready or gone. */
    private static int watch(Process process, Path log, Home home) throws IOException {
        int shown = 0;
        while (true) {
            boolean ready = Files.exists(home.instanceFile());
            boolean gone = !process.isAlive();
            var text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            int whole = text.lastIndexOf('\n') + 1;
            if (whole > shown) {
                System.err.print(text.substring(shown, whole));
                shown = whole;
            }
            if (gone) {
                return process.exitValue() == 0 ? 1 : process.exitValue();
            }
            if (ready && text.contains("Ctrl-C")) {
                return 0;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static List<String> own() {
        var info = ProcessHandle.current().info();
        var command = new ArrayList<String>();
        command.add(info.command()
                .orElseThrow(() -> new CommandFailed("this system does not tell a process its own command")));
        command.addAll(List.of(info.arguments()
                .orElseThrow(() -> new CommandFailed("this system does not tell a process its own arguments"))));
        return command;
    }
}
