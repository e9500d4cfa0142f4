package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process and what became of it. Belongs to the supervisor's thread. */
final class Supervised {
    private final ProcessSpec spec;
    private final Path log;
    private final InstantSource clock;
    private final Duration termPatience;
    private final Backoff backoff = new Backoff();
    private @Nullable Process process;
    private Instant since;
    private int restarts;
    private boolean wanted;

    /** @param termPatience how long a process may take to end after SIGTERM */
    Supervised(ProcessSpec spec, Path log, InstantSource clock, Duration termPatience) {
        this.spec = spec;
        this.log = log;
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
        var builder = new ProcessBuilder(spec.command());
        builder.environment().putAll(spec.env());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new CommandFailed(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
        since = clock.instant();
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

    /** Asks the process and its children to end; after its patience ends them. Returns when they are gone, or past all patience. */
    void stop() {
        wanted = false;
        var running = process;
        if (running == null) {
            return;
        }
        var family = Stream.concat(running.descendants(), Stream.of(running.toHandle()))
                .toList();
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
        var state = running != null ? "running" : wanted ? "waiting" : "stopped";
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
