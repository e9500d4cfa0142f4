package dev.weir.simulator.engine;

/** One try of one call at one node. */
public final class SimulatedAttempt {
    /** How it ended. */
    public enum Outcome {
        ANSWERED,
        /** The node refused it, reset it, or answered with an error. */
        FAILED,
        /** The call's time was over, or another attempt was faster: says little of the node. */
        ABANDONED
    }

    private final SimulatedCall call;
    private final int node;
    private final long sent;
    private long ended = -1;
    private Outcome outcome = Outcome.ABANDONED;
    private boolean timedOut;
    private boolean refused;

    SimulatedAttempt(SimulatedCall call, int node, long sent) {
        this.call = call;
        this.node = node;
        this.sent = sent;
    }

    public SimulatedCall call() {
        return call;
    }

    public int node() {
        return node;
    }

    /** When its gateway sent it. */
    public long sent() {
        return sent;
    }

    /** When its gateway knew its end. */
    public long ended() {
        return ended;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Abandoned because the call's time was over. */
    public boolean timedOut() {
        return timedOut;
    }

    /** It never got to work at the node. */
    public boolean refused() {
        return refused;
    }

    boolean open() {
        return ended < 0;
    }

    void refuse() {
        refused = true;
    }

    void end(long at, Outcome how, boolean overtime) {
        ended = at;
        outcome = how;
        timedOut = overtime;
    }
}
