package dev.weir.jsonrpc;

import java.util.Objects;

/**
 * What a server answered to one request.
 *
 * @param id as JSON
 * @param member {@code result} or {@code error}
 * @param value the JSON text of that member, as the server wrote it
 */
public record JsonRpcAnswer(String id, String member, String value) {
    public JsonRpcAnswer {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(value, "value is null");
        if (!member.equals("result") && !member.equals("error")) {
            throw new IllegalArgumentException("an answer has a result or an error");
        }
    }

    /** An answer that carries an error. */
    public static JsonRpcAnswer of(String id, JsonRpcError error) {
        // The messages are this package's own words and checked method names: nothing in them needs escaping but
        // quotes.
        var message = error.message().replace("\\", "\\\\").replace("\"", "\\\"");
        return new JsonRpcAnswer(id, "error", "{\"code\":" + error.code() + ",\"message\":\"" + message + "\"}");
    }

    /** The same answer to the request that the client knows by another id. */
    public JsonRpcAnswer withId(String otherId) {
        return new JsonRpcAnswer(otherId, member, value);
    }

    /** The answer as JSON. */
    public String toJson() {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"" + member + "\":" + value + "}";
    }
}
