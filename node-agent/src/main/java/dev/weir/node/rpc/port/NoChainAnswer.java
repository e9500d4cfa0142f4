package dev.weir.node.rpc.port;

/** The chain gave no answer, or one that cannot be used. */
public final class NoChainAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean slow;

    /** @param slow whether it was reached and took too long: then the call may have happened */
    public NoChainAnswer(String reason, boolean slow, Throwable cause) {
        super(reason, cause);
        this.slow = slow;
    }

    public boolean slow() {
        return slow;
    }
}
