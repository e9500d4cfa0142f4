package dev.weir.jsonrpc;

import java.util.Objects;

/** What stands in a request's place and is none. Its answer has the id null (JSON-RPC 2.0, section 5). */
public record InvalidItem(JsonRpcError error) implements JsonRpcItem {
    public InvalidItem {
        Objects.requireNonNull(error, "error is null");
    }

    @Override
    public String id() {
        return "null";
    }
}
