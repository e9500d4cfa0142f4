package dev.weir.jsonrpc;

/** One place of a batch: each is answered in its place. */
public sealed interface JsonRpcItem permits JsonRpcRequest, InvalidItem {
    /** The id as JSON: a string, a whole number or {@code null}, exactly as the client wrote it. */
    String id();
}
