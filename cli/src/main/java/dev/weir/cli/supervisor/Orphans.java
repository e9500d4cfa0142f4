package dev.weir.cli.supervisor;

import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The processes that a killed supervisor left. A supervisor marks each process that it starts in its environment, which its children inherit and
 * nobody changes; so whatever carries a home's mark was started from it, and no number of a process that ended long ago is ever taken for one.
 * Linux; elsewhere none are found.
 */
public final class Orphans {
    /** In the environment of every supervised process: the home's folder, a colon, the process's name. */
    static final String MARK = "WEIR_SUPERVISED";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Orphan> all;

    private Orphans(List<Orphan> all) {
        this.all = all;
    }

    /** One process that was supervised, or a child of one. */
    public record Orphan(String name, ProcessHandle process) {
        public Orphan {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(process, "process is null");
        }
    }

    static String mark(Home home, String name) {
        return home.state() + ":" + name;
    }

    /** What runs now with this home's mark. Orphans only where no supervisor holds the home's lock. */
    public static Orphans of(Home home) {
        return new Orphans(ProcessHandle.allProcesses()
                .flatMap(process -> marked(process, home.state() + ":"))
                .toList());
    }

    /** The home whose gateway that process belongs to, and its name in it. */
    static Optional<String> markOf(ProcessHandle process) {
        try {
            var environment = new String(
                    Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ")), StandardCharsets.UTF_8);
            return Stream.of(environment.split("\0"))
                    .filter(entry -> entry.startsWith(MARK + "="))
                    .map(entry -> entry.substring(MARK.length() + 1))
                    .findFirst();
        } catch (IOException e) {
            // Another user's, or gone.
            return Optional.empty();
        }
    }

    private static Stream<Orphan> marked(ProcessHandle process, String prefix) {
        return markOf(process)
                .filter(mark -> mark.startsWith(prefix) && process.isAlive())
                .map(mark -> new Orphan(mark.substring(prefix.length()), process))
                .stream();
    }

    public List<Orphan> all() {
        return all;
    }

    /** Ends them: asks first, and kills what is there after five seconds, such as what is suspended. */
    public void end() {
        all.forEach(orphan -> orphan.process().destroy());
        if (!goneWithin(PATIENCE)) {
            all.forEach(orphan -> orphan.process().destroyForcibly());
            goneWithin(PATIENCE);
        }
    }

    private boolean goneWithin(Duration patience) {
        try {
            CompletableFuture.allOf(all.stream()
                            .map(orphan -> orphan.process().onExit())
                            .toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
