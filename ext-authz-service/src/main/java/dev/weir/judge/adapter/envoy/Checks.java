package dev.weir.judge.adapter.envoy;

import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.JsonRpcBody;
import dev.weir.jsonrpc.JsonRpcLimits;
import dev.weir.jsonrpc.UnreadableBody;
import dev.weir.judge.access.RequestFacts;
import dev.weir.model.ApiName;
import dev.weir.model.RequestId;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.util.Optional;
import java.util.Set;

/** Envoy's question in our own records. */
final class Checks {
    private static final String BEARER = "bearer ";
    /** Set by Envoy itself; it drops what clients send under its names. */
    private static final String PARTIAL = "x-envoy-auth-partial-body";

    static final String TRACE = "x-weir-trace";

    private static final Set<String> MOSTLY_WITHOUT = Set.of("GET", "HEAD", "DELETE");

    private Checks() {}

    static RequestFacts facts(CheckRequest check) {
        var attributes = check.getAttributes();
        var http = attributes.getRequest().getHttp();
        return new RequestFacts(
                Optional.ofNullable(attributes.getContextExtensionsMap().get("api"))
                        .map(ApiName::new),
                http.getMethod(),
                path(http.getPath()),
                token(http.getHeadersOrDefault("authorization", "")),
                attributes.getSource().getAddress().getSocketAddress().getAddress(),
                body(http),
                Math.max(0, http.getSize()),
                announced(http),
                http.getHeadersOrDefault(TRACE, "").equals("1"));
    }

    /** As Envoy names the request; empty where it does not, and then nothing can be matched with its end. */
    static Optional<RequestId> requestId(CheckRequest check) {
        var id = check.getAttributes().getRequest().getHttp().getHeadersOrDefault(RequestId.HEADER, "");
        return id.isEmpty() ? Optional.empty() : Optional.of(new RequestId(id));
    }

    /** Envoy takes {@code transfer-encoding} away before any filter: without a length it is the method alone that tells whether there may be a body. */
    private static long announced(AttributeContext.HttpRequest http) {
        var said = http.getHeadersOrDefault("content-length", "");
        if (said.matches("[0-9]{1,18}")) {
            return Long.parseLong(said);
        }
        boolean may = !said.isEmpty() || !MOSTLY_WITHOUT.contains(http.getMethod());
        return may ? RequestFacts.UNSAID : 0;
    }

    private static Optional<JsonRpcBody> body(AttributeContext.HttpRequest http) {
        if (http.getRawBody().isEmpty()) {
            return Optional.empty();
        }
        if (!isWhole(http)) {
            return Optional.of(UnreadableBody.tooLong(JsonRpcLimits.DEFAULT));
        }
        var encoding = http.getHeadersOrDefault("content-encoding", "identity");
        return Optional.of(
                encoding.equalsIgnoreCase("identity")
                        ? JsonRpcBatch.parse(http.getRawBody().toByteArray())
                        : UnreadableBody.contentEncoded());
    }

    /**
     * Whether Envoy shows all of the body, and says so. It asks as soon as it holds as much as it may show, which is more than we read: of
     * what is longer it shows the beginning only ({@code true} in its header), or cannot know yet that more will come ({@code false}).
     */
    private static boolean isWhole(AttributeContext.HttpRequest http) {
        return http.getHeadersOrDefault(PARTIAL, "").equals("false")
                && http.getSize() <= http.getRawBody().size();
    }

    private static Optional<String> token(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
