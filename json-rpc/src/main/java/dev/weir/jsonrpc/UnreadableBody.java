package dev.weir.jsonrpc;

import java.util.Objects;

/** A body that is no JSON-RPC at all: nothing of it passes, and one error with the id null answers it. */
public record UnreadableBody(JsonRpcError error) implements JsonRpcBody {
    public UnreadableBody {
        Objects.requireNonNull(error, "error is null");
    }
}
