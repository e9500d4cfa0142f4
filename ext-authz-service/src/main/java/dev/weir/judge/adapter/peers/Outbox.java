package dev.weir.judge.adapter.peers;

import dev.weir.judge.pick.port.GrantEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What one peer is still to be told, in order. Bounded: where it is full the oldest is dropped, as the newest matters most. Any thread. */
final class Outbox {
    /** @param at when it happened */
    record Told(GrantEvent event, Instant at) {}

    private final int most;
    private final ArrayDeque<Told> waiting = new ArrayDeque<>();

    Outbox(int most) {
        this.most = most;
    }

    /** @return whether the oldest was dropped for it */
    synchronized boolean add(Told told) {
        boolean full = waiting.size() == most;
        if (full) {
            waiting.removeFirst();
        }
        waiting.addLast(told);
        return full;
    }

    /** The oldest ones, which it forgets. */
    synchronized List<Told> take(int atMost) {
        var taken = new ArrayList<Told>(Math.min(atMost, waiting.size()));
        while (taken.size() < atMost && !waiting.isEmpty()) {
            taken.add(waiting.removeFirst());
        }
        return taken;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Forgets all. @return how many they were */
    synchronized int clear() {
        int forgotten = waiting.size();
        waiting.clear();
        return forgotten;
    }
}
