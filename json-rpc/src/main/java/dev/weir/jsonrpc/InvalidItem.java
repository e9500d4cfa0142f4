package dev.weir.jsonrpc;

import java.util.Objects;
import java.util.Optional;

/**
 * What stands in a request's place and is none. Its answer has the item's id wherever that can be read, so that a client finds the
 * request that it belongs to.
 *
 * @param id as JSON; {@code null} where there is none that an id can be (JSON-RPC 2.0, section 5)
 * @param called the method that it names all the same, whatever its letters: a more lenient reader might call it
 * @param plain whether it has no member but those of JSON-RPC: where it has, a reader may take another method for the one that is called
 */
public record InvalidItem(String id, Optional<String> called, boolean plain, JsonRpcError error)
        implements JsonRpcItem {
    public InvalidItem {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(called, "called is null");
        Objects.requireNonNull(error, "error is null");
    }

    /** What is no object. */
    static InvalidItem noObject() {
        return new InvalidItem(
                "null",
                Optional.empty(),
                true,
                new JsonRpcError(JsonRpcError.INVALID_REQUEST, "a request is an object"));
    }
}
