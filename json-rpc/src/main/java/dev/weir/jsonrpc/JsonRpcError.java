package dev.weir.jsonrpc;

import java.util.Objects;

/** An error of JSON-RPC 2.0, section 5.1. The message is for people and repeats nothing that a client sent but a method's name. */
public record JsonRpcError(int code, String message) {
    public static final int PARSE_ERROR = -32_700;
    public static final int INVALID_REQUEST = -32_600;
    public static final int METHOD_NOT_FOUND = -32_601;
    public static final int INTERNAL_ERROR = -32_603;
    /** Of EIP-1474: the request asks for more than is given. */
    public static final int LIMIT_EXCEEDED = -32_005;

    public JsonRpcError {
        Objects.requireNonNull(message, "message is null");
    }

    static JsonRpcError unknownMethod() {
        return new JsonRpcError(METHOD_NOT_FOUND, "this method is not offered here");
    }

    /** What answers a method that the policy does not let pass. */
    public static JsonRpcError refused(String method) {
        return new JsonRpcError(METHOD_NOT_FOUND, "the method " + method + " is not offered here");
    }
}
