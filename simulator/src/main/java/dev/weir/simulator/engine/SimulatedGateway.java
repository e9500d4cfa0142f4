package dev.weir.simulator.engine;

import dev.weir.simulator.scenario.Scenario;
import java.util.Arrays;

/** What one Envoy knows: its own requests in flight, and which nodes it leaves out. */
public final class SimulatedGateway {
    private final int index;
    private final int[] active;
    private final int[] failuresInARow;
    private final int[] ejections;
    private final long[] outUntil;
    private final Scenario.Ejection rule;
    private final boolean[] healthy;
    private int calls;
    private int retries;

    SimulatedGateway(int index, int nodes, boolean[] healthy, Scenario.Ejection rule) {
        this.index = index;
        this.active = new int[nodes];
        this.failuresInARow = new int[nodes];
        this.ejections = new int[nodes];
        this.outUntil = new long[nodes];
        this.healthy = healthy;
        this.rule = rule;
    }

    public int index() {
        return index;
    }

    /** Own attempts under way at the node. */
    public int active(int node) {
        return active[node];
    }

    /** Neither ejected here nor known to be gone. */
    public boolean usable(int node, long now) {
        return healthy[node] && outUntil[node] <= now;
    }

    /** Not known to be gone. */
    public boolean knownThere(int node) {
        return healthy[node];
    }

    public int nodes() {
        return active.length;
    }

    void sent(int node) {
        active[node]++;
    }

    void ended(SimulatedAttempt attempt, long now) {
        int node = attempt.node();
        active[node]--;
        switch (attempt.outcome()) {
            case ANSWERED -> failuresInARow[node] = 0;
            case FAILED -> failed(node, now);
            case ABANDONED -> {
                if (attempt.timedOut()) {
                    failed(node, now);
                }
            }
        }
    }

    private void failed(int node, long now) {
        failuresInARow[node]++;
        long out = Arrays.stream(outUntil).filter(until -> until > now).count();
        if (failuresInARow[node] >= rule.failures()
                && outUntil[node] <= now
                && out + 1 <= Math.max(1, rule.most().value() * active.length)) {
            ejections[node]++;
            outUntil[node] = now + rule.base().toNanos() * ejections[node];
            failuresInARow[node] = 0;
        }
    }

    void callBegan() {
        calls++;
    }

    void callEnded(boolean retried) {
        calls--;
        retries -= retried ? 1 : 0;
    }

    /** Takes a place in the retry budget. */
    boolean mayRetry(double budget) {
        if (retries >= Math.max(3, budget * calls)) {
            return false;
        }
        retries++;
        return true;
    }
}
