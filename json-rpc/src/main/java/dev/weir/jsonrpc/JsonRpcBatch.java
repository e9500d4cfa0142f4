package dev.weir.jsonrpc;

import java.util.List;

/**
 * The requests of one body, in order.
 *
 * @param array whether the body was an array, so that its answer must be one
 */
public record JsonRpcBatch(List<JsonRpcItem> items, boolean array) implements JsonRpcBody {
    public JsonRpcBatch {
        items = List.copyOf(items);
        if (items.isEmpty() || (!array && items.size() != 1)) {
            throw new IllegalArgumentException("a batch has items, and what is no array has one");
        }
    }

    /** The methods that it calls, also those of items that are no requests; in order, each once. */
    public List<String> methods() {
        return items.stream().flatMap(item -> item.called().stream()).distinct().toList();
    }

    /** {@link #parse(byte[], JsonRpcLimits)} within {@link JsonRpcLimits#DEFAULT}. */
    public static JsonRpcBody parse(byte[] body) {
        return parse(body, JsonRpcLimits.DEFAULT);
    }

    /**
     * Reads a body in UTF-8. Never throws for any bytes.
     *
     * <p>Stricter than JSON-RPC 2.0 where leniency would let two readers differ: a member that appears twice makes the whole body
     * unreadable; a member that the specification does not name, and a request without id (Ethereum has no notifications), make
     * the item invalid.
     */
    public static JsonRpcBody parse(byte[] body, JsonRpcLimits limits) {
        return RequestReader.read(body, limits);
    }
}
