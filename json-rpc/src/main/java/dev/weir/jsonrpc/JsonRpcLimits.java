package dev.weir.jsonrpc;

/**
 * How much of a body is read.
 *
 * @param bodyBytes longest body
 * @param items most requests of a batch
 * @param depth deepest nesting of arrays and objects, the batch included
 */
public record JsonRpcLimits(int bodyBytes, int items, int depth) {
    /**
     * What Envoy, the judge and the nodes read of a request, all alike. The largest init code that a chain takes (49,152 bytes, EIP-3860) is
     * some 100 kB of hexadecimal digits; 100 is what public providers allow in a batch.
     */
    public static final JsonRpcLimits DEFAULT = new JsonRpcLimits(256 << 10, 100, 32);

    public JsonRpcLimits {
        if (bodyBytes < 1 || items < 1 || depth < 2) {
            throw new IllegalArgumentException("limits are positive, and the depth at least 2");
        }
    }
}
