package dev.weir.node.http;

/** Answers calls. Called from many threads at once. */
@FunctionalInterface
public interface Endpoint {
    Answer answer(NodeCall call) throws InterruptedException;
}
