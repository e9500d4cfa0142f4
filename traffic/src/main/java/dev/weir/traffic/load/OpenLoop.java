package dev.weir.traffic.load;

import dev.weir.traffic.load.port.Wire;
import dev.weir.traffic.report.Tally;
import dev.weir.traffic.workload.PlannedCall;
import dev.weir.traffic.workload.PlannedCaller;
import dev.weir.traffic.workload.Workload;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends each call at its planned time, one virtual thread a call. Latency counts from the planned time: a slow gateway delays
 * no measurement of itself (Tene, "How NOT to Measure Latency": coordinated omission). Where the bound on calls in flight
 * holds a call back, its wait is part of its latency.
 */
public final class OpenLoop {
    private final Wire wire;
    private final Function<PlannedCaller, Optional<String>> tokens;
    private final Tally tally;
    private final int most;

    /** @param most calls in flight */
    public OpenLoop(Wire wire, Function<PlannedCaller, Optional<String>> tokens, Tally tally, int most) {
        this.wire = wire;
        this.tokens = tokens;
        this.tally = tally;
        this.most = most;
    }

    /** Runs the workload to its end and waits for the last answer. */
    public void run(Workload workload) throws IOException, InterruptedException {
        var slots = new Semaphore(most);
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var next = workload.next(); next.isPresent(); next = workload.next()) {
                var call = next.get();
                long due = start + call.atNanos();
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                slots.acquire();
                threads.execute(() -> {
                    try {
                        send(call, due);
                    } finally {
                        slots.release();
                    }
                });
            }
        }
    }

    private void send(PlannedCall call, long due) {
        var outcome = wire.send(call, tokens.apply(call.caller()));
        tally.count(call.caller().party(), outcome, System.nanoTime() - due);
    }
}
