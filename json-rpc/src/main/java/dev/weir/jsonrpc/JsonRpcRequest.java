package dev.weir.jsonrpc;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call of one method.
 *
 * @param id as JSON, see {@link JsonRpcItem#id}
 * @param method 1 to 64 letters, digits and {@code _ . : / $ -}: what methods are called, and safe in JSON, logs and labels
 * @param params the JSON text of the array or object, exactly as the client wrote it; empty if it wrote none
 */
public record JsonRpcRequest(String id, String method, Optional<String> params) implements JsonRpcItem {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9_.:/$-]{1,64}");

    public JsonRpcRequest {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(params, "params is null");
        if (!isMethod(method)) {
            throw new IllegalArgumentException("not a method's name");
        }
    }

    static boolean isMethod(String text) {
        return METHOD.matcher(text).matches();
    }

    @Override
    public Optional<String> called() {
        return Optional.of(method);
    }

    /** The request as JSON, written anew, under another id. */
    public String withId(long otherId) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + otherId + ",\"method\":\"" + method + "\""
                + params.map(text -> ",\"params\":" + text).orElse("") + "}";
    }
}
