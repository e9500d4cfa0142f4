package dev.weir.node.http;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request at the node's edge.
 *
 * @param path decoded, without query
 * @param header the first value of a header, by name in any case
 * @param body at most {@link HttpBinding#LONGEST_BODY} bytes; empty for methods that carry none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never logged
public record NodeCall(String method, String path, Function<String, Optional<String>> header, byte[] body) {
    public NodeCall {
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(header, "header is null");
        Objects.requireNonNull(body, "body is null");
    }

    /** Whether it only reads: GET or HEAD. */
    public boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
