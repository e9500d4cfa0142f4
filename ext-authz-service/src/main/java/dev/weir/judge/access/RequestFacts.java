package dev.weir.judge.access;

import dev.weir.jsonrpc.JsonRpcBody;
import dev.weir.model.ApiName;
import java.util.Objects;
import java.util.Optional;

/**
 * One request as Envoy shows it: headers already cleaned, path already normalised.
 *
 * @param api that the route names; empty where no API has this path
 * @param path without the query
 * @param token of {@code Authorization: Bearer}
 * @param sourceIp of the connection
 * @param body read where the API is JSON-RPC; empty otherwise
 * @param bodyBytes as many as Envoy saw
 */
public record RequestFacts(
        Optional<ApiName> api,
        String method,
        String path,
        Optional<String> token,
        String sourceIp,
        Optional<JsonRpcBody> body,
        long bodyBytes) {
    public RequestFacts {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(sourceIp, "sourceIp is null");
        Objects.requireNonNull(body, "body is null");
    }
}
