package dev.weir.jsonrpc;

import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The strict reading behind {@link JsonRpcBatch#parse}. One instance reads one body. */
final class RequestReader {
    private static final int LONGEST_ID = 128;

    private final StrictJson json;
    private final JsonRpcLimits limits;

    private RequestReader(StrictJson json, JsonRpcLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    static JsonRpcBody read(byte[] body, JsonRpcLimits limits) {
        if (body.length > limits.bodyBytes()) {
            return unreadable(JsonRpcError.INVALID_REQUEST, "the body is longer than " + limits.bodyBytes() + " bytes");
        }
        try (var json = new StrictJson(body, limits)) {
            return new RequestReader(json, limits).body();
        } catch (IOException notJson) {
            // The parser's message quotes the body, which may hold anything.
            return unreadable(JsonRpcError.PARSE_ERROR, "the body is not JSON in UTF-8 within the limits");
        }
    }

    private JsonRpcBody body() throws IOException {
        var first = json.parser().nextToken();
        JsonRpcBody body = first == START_ARRAY ? batch() : new JsonRpcBatch(List.of(item(first)), false);
        json.expectEnd();
        return body;
    }

    private JsonRpcBody batch() throws IOException {
        var items = new ArrayList<JsonRpcItem>();
        for (var token = json.parser().nextToken();
                token != JsonToken.END_ARRAY;
                token = json.parser().nextToken()) {
            if (items.size() == limits.items()) {
                throw new IOException("too many items");
            }
            items.add(item(token));
        }
        return items.isEmpty()
                ? unreadable(JsonRpcError.INVALID_REQUEST, "the batch is empty")
                : new JsonRpcBatch(items, true);
    }

    private JsonRpcItem item(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new IOException("the body ends early");
        }
        if (token != START_OBJECT) {
            json.parser().skipChildren();
            return invalid("a request is an object");
        }
        return new Members().read();
    }

    /** The members of one object, as they are met. */
    private final class Members {
        private @Nullable String id;
        private @Nullable String method;
        private @Nullable String params;
        private boolean version;
        private @Nullable String fault;

        JsonRpcItem read() throws IOException {
            var parser = json.parser();
            while (parser.nextToken() != END_OBJECT) {
                var name = parser.currentName();
                member(name, parser, parser.nextToken());
            }
            return item();
        }

        private void member(String name, JsonParser parser, JsonToken value) throws IOException {
            switch (name) {
                case "jsonrpc" ->
                    version = value == VALUE_STRING && parser.getText().equals("2.0");
                case "id" -> id = id(value);
                case "method" -> method = method(parser, value);
                case "params" -> params = params(value);
                default -> fault = "the request has a member that JSON-RPC does not name";
            }
            parser.skipChildren();
        }

        private @Nullable String id(JsonToken value) throws IOException {
            return switch (value) {
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NULL -> {
                    var text = json.valueText();
                    yield text.length() <= LONGEST_ID ? text : null;
                }
                default -> null;
            };
        }

        private @Nullable String method(JsonParser parser, JsonToken value) throws IOException {
            var text = value == VALUE_STRING ? parser.getText() : "";
            return JsonRpcRequest.isMethod(text) ? text : null;
        }

        private @Nullable String params(JsonToken value) throws IOException {
            if (value != START_ARRAY && value != START_OBJECT) {
                fault = "params are an array or an object";
                return null;
            }
            return json.valueText();
        }

        private JsonRpcItem item() {
            if (fault != null) {
                return invalid(fault);
            }
            if (!version) {
                return invalid("jsonrpc is not \"2.0\"");
            }
            if (id == null) {
                return invalid("id is missing, or is no string, whole number or null");
            }
            return method == null
                    ? invalid("method is missing, or is no method's name")
                    : new JsonRpcRequest(id, method, Optional.ofNullable(params));
        }
    }

    private static InvalidItem invalid(String message) {
        return new InvalidItem(new JsonRpcError(JsonRpcError.INVALID_REQUEST, message));
    }

    private static UnreadableBody unreadable(int code, String message) {
        return new UnreadableBody(new JsonRpcError(code, message));
    }
}
