package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process and what became of it. Belongs to the supervisor's thread. */
final class Supervised {
    /** Whatever a process writes, only this user can read, from the first byte on. The shell gives its place to the program. */
    private static final List<String> OWNER_ALONE = List.of("sh", "-c", "umask 077 && exec \"$@\"", "sh");

    private final ProcessSpec spec;
    private final Home home;
    private final Path log;
    private final InstantSource clock;
    private final Duration termPatience;
    private final Patience patience;
    private final Backoff backoff = new Backoff();
    private @Nullable Process process;
    private Liveness liveness;
    private Instant since;
    private int restarts;
    private boolean wanted;

    /** @param termPatience how long a process may take to end after SIGTERM */
    Supervised(ProcessSpec spec, Home home, InstantSource clock, Duration termPatience, Patience patience) {
        this.spec = spec;
        this.home = home;
        this.log = home.log(spec.name());
        this.patience = patience;
        this.liveness = new Liveness(patience, System.nanoTime());
        this.clock = clock;
        this.termPatience = termPatience;
        this.since = clock.instant();
    }

    ProcessSpec spec() {
        return spec;
    }

    boolean wanted() {
        return wanted;
    }

    /** @return the new process, whose end is to be reported to {@link #ended} */
    Process start() {
        wanted = true;
        var program = Path.of(spec.command().getFirst());
        if (program.isAbsolute() && !Files.isExecutable(program)) {
            throw new CommandFailed(spec.name() + " cannot be started: " + program + " is not there, or no program");
        }
        var builder = new ProcessBuilder(
                Stream.concat(OWNER_ALONE.stream(), spec.command().stream()).toList());
        builder.environment().putAll(spec.env());
        builder.environment().put(Orphans.MARK, Orphans.mark(home, spec.name()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        try {
            PrivateFiles.createFile(log);
            process = builder.start();
        } catch (IOException e) {
            throw new CommandFailed(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
        since = clock.instant();
        liveness = new Liveness(patience, System.nanoTime());
        return process;
    }

    /** Takes note of an end; where the process was wanted, says how long to wait before the next start. */
    Optional<Duration> ended(Process which) {
        if (which != process) {
            return Optional.empty();
        }
        process = null;
        var life = Duration.between(since, clock.instant());
        since = clock.instant();
        if (!wanted) {
            return Optional.empty();
        }
        restarts++;
        return Optional.of(backoff.afterLifeOf(life));
    }

    /** Takes note of a restart that could not be made; says how long to wait before the next try. */
    Duration failed() {
        restarts++;
        return backoff.afterLifeOf(Duration.ZERO);
    }

    Optional<Process> process() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    /** Takes note of an answer, or of none, to the ask whether that process lives. A process that hangs is killed; its end is reported as any other. */
    void heard(Process asked, boolean answered) {
        if (asked != process) {
            return;
        }
        if (answered) {
            liveness.answered();
            return;
        }
        liveness.missed();
        if (liveness.hung(System.nanoTime())) {
            note("does not answer at " + spec.live() + "; killed, to be started again");
            family(asked).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** A line of the supervisor's own in the process's log. */
    private void note(String words) {
        try {
            Files.writeString(
                    log,
                    clock.instant() + " weir: " + spec.name() + " " + words + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // What is done does not depend on its note.
            return;
        }
    }

    private static List<ProcessHandle> family(Process process) {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    /** Asks the process and its children to end; after its patience ends them. Returns when they are gone, or past all patience. */
    void stop() {
        wanted = false;
        var running = process;
        if (running == null) {
            return;
        }
        var family = family(running);
        family.forEach(ProcessHandle::destroy);
        for (var member : family) {
            if (!gone(member)) {
                member.destroyForcibly();
                gone(member);
            }
        }
        process = null;
        since = clock.instant();
    }

    /** Waits for it, with a bound: a dead process that nobody reaps, as in a container without an init, is never gone. */
    private boolean gone(ProcessHandle member) {
        try {
            member.onExit().get(termPatience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean running() {
        return process != null && process.isAlive();
    }

    ProcessStatus status() {
        var running = process;
        var state = running == null ? wanted ? "restarting" : "stopped" : liveness.silent() ? "hung" : "running";
        return new ProcessStatus(
                spec.name(),
                state,
                running == null ? 0 : running.pid(),
                since,
                restarts,
                spec.address(),
                log.toString());
    }
}
