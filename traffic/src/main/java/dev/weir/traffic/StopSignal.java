package dev.weir.traffic;

import dev.weir.traffic.workload.Workload;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or SIGTERM, ends the plan and not the process: what was sent is still reported. The process then waits for the report, {@value #REPORT_SECONDS}
 * seconds at most. Close it once the report is out.
 */
final class StopSignal implements AutoCloseable {
    private static final int REPORT_SECONDS = 10;

    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean stopped;

    static StopSignal listening() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private StopSignal() {}

    /** The workload until the signal. */
    Workload until(Workload workload) {
        return () -> stopped ? Optional.empty() : workload.next();
    }

    private void stop() {
        stopped = true;
        try {
            var _ = reported.await(REPORT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal came: the hook runs, and ends now.
            stopped = true;
        }
    }
}
