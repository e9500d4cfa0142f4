package dev.weir.jsonrpc;

/**
 * How much of a body is read.
 *
 * @param bodyBytes longest body
 * @param items most requests of a batch
 * @param depth deepest nesting of arrays and objects, the batch included
 */
public record JsonRpcLimits(int bodyBytes, int items, int depth) {
    /** What a node reads: 1 MiB holds the largest transaction that a chain takes, 100 is what public providers allow. */
    public static final JsonRpcLimits DEFAULT = new JsonRpcLimits(1 << 20, 100, 32);

    public JsonRpcLimits {
        if (bodyBytes < 1 || items < 1 || depth < 2) {
            throw new IllegalArgumentException("limits are positive, and the depth at least 2");
        }
    }
}
