package dev.weir.jsonrpc;

import java.util.Objects;

/**
 * A body that is no JSON-RPC at all: nothing of it passes, and one error with the id null answers it.
 *
 * @param fault for programs
 * @param error the same for people, with the limit where one was met
 */
public record UnreadableBody(Fault fault, JsonRpcError error) implements JsonRpcBody {
    /** What is wrong with it. */
    public enum Fault {
        EMPTY,
        TOO_LONG,
        TOO_MANY_ITEMS,
        TOO_DEEP,
        /** A name or a number that is longer than any has to be. */
        TOKEN_TOO_LONG,
        /** Compressed, by its {@code Content-Encoding}. */
        CONTENT_ENCODED,
        BYTE_ORDER_MARK,
        NOT_UTF8,
        NOT_JSON,
        MEMBER_TWICE,
        EMPTY_BATCH
    }

    public UnreadableBody {
        Objects.requireNonNull(fault, "fault is null");
        Objects.requireNonNull(error, "error is null");
    }

    public static UnreadableBody empty() {
        return invalid(Fault.EMPTY, "the body is empty");
    }

    public static UnreadableBody tooLong(JsonRpcLimits limits) {
        return invalid(
                Fault.TOO_LONG, "the body is longer than the limit of " + limits.bodyBytes() + " bytes for a request");
    }

    public static UnreadableBody contentEncoded() {
        return invalid(Fault.CONTENT_ENCODED, "the body has a content encoding; send it as it is, uncompressed");
    }

    static UnreadableBody invalid(Fault fault, String message) {
        return new UnreadableBody(fault, new JsonRpcError(JsonRpcError.INVALID_REQUEST, message));
    }

    static UnreadableBody noJson(Fault fault, String message) {
        return new UnreadableBody(fault, new JsonRpcError(JsonRpcError.PARSE_ERROR, message));
    }
}
