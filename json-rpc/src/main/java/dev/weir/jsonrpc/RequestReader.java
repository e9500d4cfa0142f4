package dev.weir.jsonrpc;

import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.weir.jsonrpc.UnreadableBody.Fault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The strict reading behind {@link JsonRpcBatch#parse}. One instance reads one body. */
final class RequestReader {
    private static final UnreadableBody NOT_JSON =
            UnreadableBody.noJson(Fault.NOT_JSON, "the body is not one JSON value");

    private final StrictJson json;
    private final JsonRpcLimits limits;

    private RequestReader(StrictJson json, JsonRpcLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    static JsonRpcBody read(byte[] body, JsonRpcLimits limits) {
        if (body.length > limits.bodyBytes()) {
            return UnreadableBody.tooLong(limits);
        }
        if (startsWithMark(body)) {
            return UnreadableBody.noJson(
                    Fault.BYTE_ORDER_MARK, "the body begins with a byte order mark; send UTF-8 without one");
        }
        try (var json = new StrictJson(body, limits)) {
            return new RequestReader(json, limits).read();
        } catch (CharacterCodingException e) {
            return UnreadableBody.noJson(Fault.NOT_UTF8, "the body is not UTF-8");
        } catch (IOException e) {
            throw new IllegalStateException("closing what reads from memory", e);
        }
    }

    /** Of UTF-8 or of UTF-16. */
    private static boolean startsWithMark(byte[] body) {
        int first = body.length < 2 ? 0 : (body[0] & 0xff) << 8 | (body[1] & 0xff);
        return first == 0xfeff || first == 0xfffe || (first == 0xefbb && body.length > 2 && (body[2] & 0xff) == 0xbf);
    }

    /** The parser's own words quote the body, which may hold anything: they are not told. */
    private JsonRpcBody read() {
        try {
            return body();
        } catch (StreamConstraintsException e) {
            return json.isTooDeep()
                    ? UnreadableBody.noJson(
                            Fault.TOO_DEEP,
                            "the body nests arrays and objects deeper than the limit of " + limits.depth())
                    : UnreadableBody.noJson(
                            Fault.TOKEN_TOO_LONG,
                            "a number is longer than the limit of " + StrictJson.LONGEST_NUMBER
                                    + " digits, or a name than " + StrictJson.LONGEST_NAME + " letters");
        } catch (JsonParseException e) {
            return e.getOriginalMessage().startsWith("Duplicate ")
                    ? UnreadableBody.noJson(Fault.MEMBER_TWICE, "an object has two members of one name")
                    : NOT_JSON;
        } catch (IOException e) {
            return NOT_JSON;
        }
    }

    private JsonRpcBody body() throws IOException {
        var first = json.parser().nextToken();
        if (first == null) {
            return UnreadableBody.empty();
        }
        JsonRpcBody body = first == START_ARRAY ? batch() : new JsonRpcBatch(List.of(item(first)), false);
        if (body instanceof JsonRpcBatch) {
            json.expectEnd();
        }
        return body;
    }

    private JsonRpcBody batch() throws IOException {
        var items = new ArrayList<JsonRpcItem>();
        for (var token = json.parser().nextToken();
                token != JsonToken.END_ARRAY;
                token = json.parser().nextToken()) {
            if (items.size() == limits.items()) {
                return UnreadableBody.invalid(
                        Fault.TOO_MANY_ITEMS, "the batch has more requests than the limit of " + limits.items());
            }
            items.add(item(token));
        }
        return items.isEmpty()
                ? UnreadableBody.invalid(Fault.EMPTY_BATCH, "the batch is empty")
                : new JsonRpcBatch(items, true);
    }

    private JsonRpcItem item(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new IOException("the body ends early");
        }
        if (token != START_OBJECT) {
            json.parser().skipChildren();
            return InvalidItem.noObject();
        }
        return new Members().read();
    }

    /** The members of one object, as they are met. */
    private final class Members {
        private @Nullable String id;
        private @Nullable String method;
        private @Nullable String params;
        private boolean version;
        private boolean plain = true;
        private boolean paramsFit = true;

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
                case "id" ->
                    id = value.isNumeric() || value == VALUE_STRING || value == VALUE_NULL ? json.valueText() : null;
                case "method" -> method = value == VALUE_STRING ? parser.getText() : null;
                case "params" -> {
                    paramsFit = value == START_ARRAY || value == START_OBJECT;
                    params = paramsFit ? json.valueText() : null;
                }
                default -> plain = false;
            }
            parser.skipChildren();
        }

        private JsonRpcItem item() {
            if (!plain) {
                return invalid("the request has a member that JSON-RPC does not name");
            }
            if (!version) {
                return invalid("jsonrpc is not \"2.0\"");
            }
            if (id == null) {
                return invalid("id is missing, or is no string, number or null");
            }
            if (!paramsFit) {
                return invalid("params are an array or an object, or are left out");
            }
            if (method == null) {
                return invalid("method is missing, or is no string");
            }
            return JsonRpcRequest.isMethod(method)
                    ? new JsonRpcRequest(id, method, Optional.ofNullable(params))
                    : invalid(JsonRpcError.unknownMethod());
        }

        private InvalidItem invalid(String message) {
            return invalid(new JsonRpcError(JsonRpcError.INVALID_REQUEST, message));
        }

        private InvalidItem invalid(JsonRpcError error) {
            return new InvalidItem(id == null ? "null" : id, Optional.ofNullable(method), plain, error);
        }
    }
}
