package dev.weir.ratelimit.adapter.grpc;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where decisions are made: on the event loop that read the request, or on so many workers with so long a queue. */
public final class DecisionThreads implements Executor, AutoCloseable {
    private final @Nullable ThreadPoolExecutor workers;

    private DecisionThreads(@Nullable ThreadPoolExecutor workers) {
        this.workers = workers;
    }

    /** For counters that never block. */
    public static DecisionThreads caller() {
        return new DecisionThreads(null);
    }

    /** For counters that block: one worker for each connection, so that none waits for one. */
    public static DecisionThreads workers(int count, int queue) {
        var workers = new ThreadPoolExecutor(
                count,
                count,
                Duration.ofMinutes(1).toMillis(),
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("weir-decision-", 0).daemon().factory());
        workers.allowCoreThreadTimeOut(true);
        return new DecisionThreads(workers);
    }

    @Override
    public void execute(Runnable decision) {
        if (workers == null) {
            decision.run();
        } else {
            workers.execute(decision);
        }
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.shutdown();
        }
    }
}
