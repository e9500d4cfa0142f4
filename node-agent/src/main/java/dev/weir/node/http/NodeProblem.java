package dev.weir.node.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.model.Problem;
import dev.weir.model.Remedy;
import java.util.HashMap;

/** What a node refuses with, in the shape of all the gateway's refusals. */
public enum NodeProblem {
    NOT_FOUND(404, "not_found", "There is no such resource"),
    SYMBOL_UNKNOWN(404, "symbol_unknown", "No quote has this symbol"),
    HTTP_METHOD_NOT_ALLOWED(405, "http_method_not_allowed", "This resource is not asked by this HTTP method"),
    REQUEST_TOO_LARGE(413, "request_too_large", "The request body is too large"),
    IMPAIRMENT_MALFORMED(400, "impairment_malformed", "This does not describe an impairment"),
    HOST_FOREIGN(421, "host_foreign", "The admin port answers to 127.0.0.1 and localhost only"),
    NODE_FAILED(500, "node_failed", "The node failed"),
    NODE_OVERLOADED(503, "node_overloaded", "The node has more calls than it can hold"),
    CHAIN_UNAVAILABLE(502, "chain_unavailable", "The node's chain does not answer"),
    CHAIN_SLOW(504, "chain_slow", "The node's chain took too long");

    private final int status;
    private final String code;
    private final String title;

    NodeProblem(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** The answer that carries the problem. */
    public Answer answer() {
        return answer("");
    }

    /** @param detail what is wrong this time, for people; left out if empty */
    public Answer answer(String detail) {
        return answer(Problem.of(status, code, title, detail));
    }

    /** @param allowed the methods that the resource knows, as {@code Allow} lists them */
    public static Answer methodNotAllowed(String allowed) {
        var known = HTTP_METHOD_NOT_ALLOWED;
        return answer(new Problem(known.status, known.code, known.title, "", new Remedy.Ask(allowed)));
    }

    private static Answer answer(Problem problem) {
        var headers = new HashMap<>(problem.headers());
        headers.put("cache-control", "no-store");
        return new Answer(problem.status(), Problem.MEDIA_TYPE, problem.toJson().getBytes(UTF_8), headers);
    }
}
