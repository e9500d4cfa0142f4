package dev.weir.judge.access;

import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.JsonRpcBody;
import dev.weir.jsonrpc.JsonRpcRequest;
import dev.weir.judge.anomaly.SeenRequest;
import dev.weir.model.ApiName;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One request as Envoy shows it: headers already cleaned, path already normalised.
 *
 * @param api that the route names; empty where no API has this path
 * @param path without the query
 * @param token of {@code Authorization: Bearer}
 * @param sourceIp of the connection
 * @param body read where the API is JSON-RPC; empty otherwise
 * @param bodyBytes as many as Envoy saw
 * @param announcedBytes of the body, by the request's own word, to which its framing holds it; {@link #UNSAID} where it says none and may have any
 * @param traced whether it asks to be told how it was judged
 */
public record RequestFacts(
        Optional<ApiName> api,
        String method,
        String path,
        Optional<String> token,
        String sourceIp,
        Optional<JsonRpcBody> body,
        long bodyBytes,
        long announcedBytes,
        boolean traced) {
    public static final long UNSAID = -1;

    private static final int LONGEST = 64;

    public RequestFacts {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(sourceIp, "sourceIp is null");
        Objects.requireNonNull(body, "body is null");
    }

    /** One that asks for nothing more, and whose body has the length that Envoy saw. */
    public RequestFacts(
            Optional<ApiName> api,
            String method,
            String path,
            Optional<String> token,
            String sourceIp,
            Optional<JsonRpcBody> body,
            long bodyBytes) {
        this(api, method, path, token, sourceIp, body, bodyBytes, bodyBytes, false);
    }

    /** As the anomaly score sees it. */
    SeenRequest seen() {
        return new SeenRequest(api, method, path, bodyBytes);
    }

    /** What calls of about the same work have in common, as far as it can be known beforehand: method, route and size of the body, in powers of two. */
    public String workKind() {
        int size = Long.SIZE - Long.numberOfLeadingZeros(bodyBytes);
        if (body.isPresent() && body.get() instanceof JsonRpcBatch batch) {
            var only = batch.items().size() == 1 && batch.items().getFirst() instanceof JsonRpcRequest one
                    ? one.method()
                    : "batch";
            return only.substring(0, Math.min(LONGEST, only.length())) + " " + size;
        }
        var route = Arrays.stream(path.split("/", 4)).limit(3).collect(Collectors.joining("/"));
        return method + " " + route.substring(0, Math.min(LONGEST, route.length())) + " " + size;
    }
}
