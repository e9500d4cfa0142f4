package dev.weir.judge.anomaly;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Sightings on their way from requests and log streams (many threads) to the scores (one). Never blocks and takes no lock; what comes while it is full is dropped and counted. */
final class SightingQueue {
    /** Three seconds of 10,000 requests a second; about 6 MB. */
    static final int CAPACITY = 1 << 15;

    private final ConcurrentLinkedQueue<Sighting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();

    void offer(Sighting sighting) {
        if (waiting.incrementAndGet() > CAPACITY) {
            waiting.decrementAndGet();
            dropped.increment();
            return;
        }
        queue.add(sighting);
    }

    /** Hands over what waits, at most a full queue. By one thread. */
    void drain(Consumer<Sighting> taker) {
        for (int taken = 0; taken < CAPACITY; taken++) {
            var next = queue.poll();
            if (next == null) {
                return;
            }
            waiting.decrementAndGet();
            taker.accept(next);
        }
    }

    int waiting() {
        return waiting.get();
    }

    /** Since the start. */
    long dropped() {
        return dropped.sum();
    }
}
