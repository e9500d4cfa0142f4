package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes, restarts those that crash, and ends them all.
 *
 * <p>One platform thread does everything to processes and lives until {@link #close}: stock Envoy asks the kernel for SIGTERM when
 * the thread that started it ends. Other threads hand it work and wait.
 */
public final class Supervisor implements AutoCloseable {
    private static final Duration TERM_PATIENCE = Duration.ofSeconds(5);
    private static final long LATE_NANOS = 1_000_000_000;

    private final ScheduledThreadPoolExecutor thread;
    private final Map<String, Supervised> processes = new LinkedHashMap<>();
    private final Home home;
    private final InstantSource clock;
    private final Duration termPatience;
    private final Patience patience;
    private final Probe probe = new Probe();
    private boolean closing;

    public Supervisor(Home home, InstantSource clock) {
        this(home, clock, TERM_PATIENCE, Patience.SHIPPED);
    }

    Supervisor(Home home, InstantSource clock, Duration termPatience, Patience patience) {
        this.termPatience = termPatience;
        this.patience = patience;
        this.home = home;
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("supervisor").factory());
        this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        askAfter(System.nanoTime() + patience.every().toNanos());
    }

    /** Starts a process and remembers it for restarts. */
    public void start(ProcessSpec spec) {
        call(() -> {
            var supervised = new Supervised(spec, home, clock, termPatience, patience);
            if (processes.putIfAbsent(spec.name(), supervised) != null) {
                throw new IllegalStateException(spec.name() + " is there already");
            }
            launch(supervised);
            return true;
        });
    }

    /** Starts one that was stopped. */
    public void start(String name) {
        call(() -> {
            var supervised = named(name);
            if (!supervised.running()) {
                launch(supervised);
            }
            return true;
        });
    }

    /** Ends one and keeps it down. */
    public void stop(String name) {
        call(() -> {
            named(name).stop();
            return true;
        });
    }

    public boolean running(String name) {
        return call(() -> named(name).running());
    }

    public List<ProcessStatus> status() {
        return call(() -> processes.values().stream().map(Supervised::status).toList());
    }

    /** Ends everything that it started, the last first. Whoever comes second waits for the first; nothing starts any more. */
    @Override
    public synchronized void close() {
        if (thread.isShutdown()) {
            return;
        }
        call(() -> {
            closing = true;
            for (var supervised : List.copyOf(processes.values()).reversed()) {
                supervised.stop();
            }
            return true;
        });
        // Not shutdownNow: it drops orders whose givers would wait for ever.
        thread.shutdown();
    }

    private void launch(Supervised supervised) {
        if (closing) {
            throw ending();
        }
        var process = supervised.start();
        process.onExit().thenAccept(ended -> {
            if (!thread.isShutdown()) {
                thread.execute(() -> ended(supervised, ended));
            }
        });
    }

    private void ended(Supervised supervised, Process process) {
        supervised.ended(process).ifPresent(wait -> relaunchAfter(wait, supervised));
    }

    private void relaunchAfter(Duration wait, Supervised supervised) {
        if (!closing) {
            thread.schedule(() -> relaunch(supervised), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A program that cannot be started now, such as one that is being rebuilt, is tried again like one that crashed. */
    private void relaunch(Supervised supervised) {
        if (!supervised.wanted() || supervised.running()) {
            return;
        }
        try {
            launch(supervised);
        } catch (CommandFailed e) {
            relaunchAfter(supervised.failed(), supervised);
        }
    }

    private void askAfter(long dueNanos) {
        if (!closing) {
            thread.schedule(() -> askAll(dueNanos), dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /** One round: each that runs is asked once. What cannot begin in time says that this process was held up, and nothing about the others. */
    private void askAll(long dueNanos) {
        long begun = System.nanoTime();
        for (var supervised : processes.values()) {
            supervised
                    .process()
                    .ifPresent(process -> probe.ask(supervised.spec().live(), patience.answer())
                            .thenAccept(answered -> hear(supervised, process, answered, begun)));
        }
        long late = begun - dueNanos;
        askAfter((late > LATE_NANOS ? begun : dueNanos) + patience.every().toNanos());
    }

    /** A miss that took longer than its time-out by more than a second was ours: nobody looked when the answer came. */
    private void hear(Supervised supervised, Process process, boolean answered, long begun) {
        boolean ours = System.nanoTime() - begun > patience.answer().toNanos() + LATE_NANOS;
        if (!thread.isShutdown() && (answered || !ours)) {
            thread.execute(() -> {
                if (supervised.wanted()) {
                    supervised.heard(process, answered);
                }
            });
        }
    }

    private static CommandFailed ending() {
        return new CommandFailed("the gateway is ending");
    }

    private Supervised named(String name) {
        var supervised = processes.get(name);
        if (supervised == null) {
            throw new CommandFailed(
                    "nothing is called '" + name + "'; there are " + String.join(", ", processes.keySet()), 2);
        }
        return supervised;
    }

    private <T> T call(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw ending();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailed failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
