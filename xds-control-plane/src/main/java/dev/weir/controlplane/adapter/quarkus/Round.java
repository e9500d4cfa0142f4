package dev.weir.controlplane.adapter.quarkus;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Work that is done again and again by one thread. A fault of one round is logged and counted and the next round comes; the last good
 * weights stand meanwhile.
 *
 * <p>An error of the virtual machine (no memory, no stack) is passed on and so ends the rounds: what a tick left half done then
 * cannot be known. The age of the last good round tells, and only a restart mends it.
 */
final class Round implements Runnable {
    private static final Logger LOG = Logger.getLogger(Round.class.getName());

    private final String what;
    private final Runnable work;
    private final InstantSource clock;
    private final LongAdder failed = new LongAdder();
    private volatile Instant lastGood;

    /** Counts as good until now. */
    Round(String what, Runnable work, InstantSource clock) {
        this.what = what;
        this.work = work;
        this.clock = clock;
        this.lastGood = clock.instant();
    }

    @Override
    public void run() {
        try {
            work.run();
            lastGood = clock.instant();
        } catch (VirtualMachineError e) {
            failed.increment();
            LOG.log(Level.SEVERE, what + " ended; this process must be restarted", e);
            throw e;
        } catch (Throwable e) {
            failed.increment();
            LOG.log(Level.SEVERE, what + " failed; trying again", e);
        }
    }

    /** How long ago the last round without a fault ended. Any thread. */
    Duration sinceGood() {
        return Duration.between(lastGood, clock.instant());
    }

    /** Rounds with a fault, since the start. Any thread. */
    long failed() {
        return failed.sum();
    }
}
