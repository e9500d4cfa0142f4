package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes, restarts those that crash, and ends them all.
 *
 * <p>One platform thread does everything to processes and lives until {@link #close}: stock Envoy asks the kernel for SIGTERM when
 * the thread that started it ends. Other threads hand it work and wait.
 */
public final class Supervisor implements AutoCloseable {
    private final ScheduledThreadPoolExecutor thread;
    private final Map<String, Supervised> processes = new LinkedHashMap<>();
    private final Home home;
    private final InstantSource clock;

    public Supervisor(Home home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("supervisor").factory());
        this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Starts a process and remembers it for restarts. */
    public void start(ProcessSpec spec) {
        call(() -> {
            var supervised = new Supervised(spec, home.log(spec.name()), clock);
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

    /** Ends everything that it started, the last first. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        call(() -> {
            for (var supervised : List.copyOf(processes.values()).reversed()) {
                supervised.stop();
            }
            return true;
        });
        thread.shutdownNow();
    }

    private void launch(Supervised supervised) {
        var process = supervised.start();
        process.onExit().thenAccept(ended -> {
            if (!thread.isShutdown()) {
                thread.execute(() -> ended(supervised, ended));
            }
        });
    }

    private void ended(Supervised supervised, Process process) {
        supervised
                .ended(process)
                .ifPresent(wait -> thread.schedule(
                        () -> {
                            if (supervised.wanted() && !supervised.running()) {
                                launch(supervised);
                            }
                        },
                        wait.toMillis(),
                        TimeUnit.MILLISECONDS));
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
