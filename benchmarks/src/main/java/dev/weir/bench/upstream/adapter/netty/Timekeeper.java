package dev.weir.bench.upstream.adapter.netty;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

/** Has work done on the event loop at its time. The loop's own timers are good to a millisecond only; a parked thread's to some 60 us. */
final class Timekeeper {
    private final EventLoop loop;
    private final ScheduledThreadPoolExecutor alarm;
    private final LongAccumulator latest = new LongAccumulator(Math::max, 0);

    Timekeeper(EventLoop loop) {
        this.loop = loop;
        this.alarm = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("timekeeper").daemon().factory());
    }

    /** @param nanoTime by {@link System#nanoTime} */
    void at(long nanoTime, Runnable work) {
        var _ = alarm.schedule(
                () -> loop.execute(() -> {
                    latest.accumulate(System.nanoTime() - nanoTime);
                    work.run();
                }),
                nanoTime - System.nanoTime(),
                TimeUnit.NANOSECONDS);
    }

    /** How late the latest was since the last call. */
    long latestNanos() {
        return latest.getThenReset();
    }
}
