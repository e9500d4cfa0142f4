package dev.weir.node.rpc.port;

/** The chain that the node forwards to. Called from many threads at once. */
public interface Chain {
    /**
     * Sends a JSON-RPC body and waits for what comes back.
     *
     * @return the body of the answer, at most {@link #LONGEST_ANSWER} bytes
     * @throws AnswerTooLarge if it is longer
     * @throws NoChainAnswer if none came
     */
    byte[] ask(byte[] body) throws AnswerTooLarge, NoChainAnswer, InterruptedException;

    /** Longest answer that is read, in bytes: what a small node can hold for each of its calls. */
    int LONGEST_ANSWER = 4 << 20;
}
