package dev.weir.jsonrpc;

import java.util.Optional;

/** One place of a batch: each is answered in its place. */
public sealed interface JsonRpcItem permits JsonRpcRequest, InvalidItem {
    /** The id as JSON: a string, a number or {@code null}, exactly as the client wrote it. */
    String id();

    /** The method that it names; empty where it names none. */
    Optional<String> called();
}
