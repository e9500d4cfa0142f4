package dev.weir.simulator.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One call of a client, from its arrival at a gateway to its answer. */
public final class SimulatedCall {
    final long arrived;
    final int gateway;
    final int kind;
    final long work;
    final BitSet tried = new BitSet();
    int attempts;
    int underWay;
    final List<SimulatedAttempt> open = new ArrayList<>(1);
    boolean retried;
    boolean over;

    SimulatedCall(long arrived, int gateway, int kind, long work) {
        this.arrived = arrived;
        this.gateway = gateway;
        this.kind = kind;
        this.work = work;
    }

    public int gateway() {
        return gateway;
    }

    /** What can be known of it beforehand: the index of its kind. */
    public int kind() {
        return kind;
    }

    /** Nanoseconds on a node of speed 1. Only the clairvoyant may look. */
    public long work() {
        return work;
    }

    /** Answered, or given up. */
    public boolean isOver() {
        return over;
    }

    /** Nodes that it was sent to before. */
    public boolean tried(int node) {
        return tried.get(node);
    }
}
