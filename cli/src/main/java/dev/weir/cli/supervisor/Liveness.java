package dev.weir.cli.supervisor;

import java.time.Duration;

/** What one process answered to the asks whether it lives, since it was started. Belongs to the supervisor's thread. */
final class Liveness {
    private final Patience patience;
    private final long startedNanos;
    private boolean answeredOnce;
    private int misses;

    /** @param nowNanos of the monotonic clock */
    Liveness(Patience patience, long nowNanos) {
        this.patience = patience;
        this.startedNanos = nowNanos;
    }

    void answered() {
        answeredOnce = true;
        misses = 0;
    }

    void missed() {
        misses++;
    }

    /** Whether it has lived and has missed more than one ask: it is told apart from running before it is killed. */
    boolean silent() {
        return answeredOnce && misses >= 2;
    }

    boolean hung(long nowNanos) {
        return answeredOnce
                ? misses >= patience.misses()
                : misses > 0 && Duration.ofNanos(nowNanos - startedNanos).compareTo(patience.start()) > 0;
    }
}
