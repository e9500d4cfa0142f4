package dev.weir.node.rpc.port;

/** The chain answered, and more than a node holds. The request asks for too much, wherever it is sent: nobody's fault but its own. */
public final class AnswerTooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    public AnswerTooLarge(String reason) {
        super(reason);
    }
}
