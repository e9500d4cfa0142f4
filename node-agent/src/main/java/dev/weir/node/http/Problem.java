package dev.weir.node.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/** Errors as problem details (RFC 9457), so that clients read the node's and the gateway's alike. */
public enum Problem {
    NOT_FOUND(404, "not_found", "There is no such resource"),
    SYMBOL_UNKNOWN(404, "symbol_unknown", "No quote has this symbol"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "The resource does not know this method"),
    BODY_TOO_LARGE(413, "body_too_large", "The body is larger than 1 MiB"),
    IMPAIRMENT_MALFORMED(400, "impairment_malformed", "This does not describe an impairment"),
    HOST_FOREIGN(421, "host_foreign", "The admin port answers to 127.0.0.1 and localhost only"),
    NODE_FAILED(500, "node_failed", "The node failed"),
    NODE_OVERLOADED(503, "node_overloaded", "The node has more calls than it can hold"),
    CHAIN_UNAVAILABLE(502, "chain_unavailable", "The node's chain does not answer"),
    CHAIN_SLOW(504, "chain_slow", "The node's chain took too long");

    private final int status;
    private final String code;
    private final String title;

    Problem(int status, String code, String title) {
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
        return new Answer(
                status, "application/problem+json", json(detail).getBytes(UTF_8), Map.of("Cache-Control", "no-store"));
    }

    private String json(String detail) {
        var quoted = new String(JsonStringEncoder.getInstance().quoteAsString(detail));
        return "{\"type\":\"urn:weir:problem:" + code + "\",\"title\":\"" + title + "\",\"status\":" + status
                + (detail.isEmpty() ? "" : ",\"detail\":\"" + quoted + "\"") + ",\"code\":\"" + code + "\"}";
    }
}
