package dev.weir.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Says what is being waited for, one line a step, with how long it took. Goes to standard error, so that a pipe stays clean. */
public final class Progress {
    private final PrintStream out;
    private final InstantSource clock;

    public Progress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Runs a step between its first word and its time. */
    public <T> T step(String what, Callable<T> work) {
        var started = clock.instant();
        out.print("  " + what + " ");
        out.flush();
        try {
            T result = work.call();
            double seconds = Duration.between(started, clock.instant()).toMillis() / 1_000.0;
            out.println(String.format(Locale.ROOT, "%s %.1f s", ".".repeat(Math.max(2, 46 - what.length())), seconds));
            return result;
        } catch (RuntimeException e) {
            out.println("failed");
            throw e;
        } catch (Exception e) {
            out.println("failed");
            throw new IllegalStateException(e);
        }
    }

    public void say(String line) {
        out.println(line);
    }
}
