package dev.weir.jsonrpc;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a server answered to one request or to a batch. */
public final class JsonRpcAnswers {
    private JsonRpcAnswers() {}

    /**
     * The answers by their ids; of two with the same id, the first. What has no id or neither result nor error is left out:
     * whoever asked for it finds it missing.
     *
     * @throws IOException if the body is no JSON-RPC within the limits
     */
    public static Map<String, JsonRpcAnswer> parse(byte[] body, JsonRpcLimits limits) throws IOException {
        if (body.length > limits.bodyBytes()) {
            throw new IOException("the answer is longer than " + limits.bodyBytes() + " bytes");
        }
        try (var json = new StrictJson(body, limits)) {
            var answers = new HashMap<String, JsonRpcAnswer>();
            var first = json.parser().nextToken();
            if (first == JsonToken.START_ARRAY) {
                for (var token = json.parser().nextToken();
                        token != JsonToken.END_ARRAY;
                        token = json.parser().nextToken()) {
                    add(answers, json, token, limits);
                }
            } else {
                add(answers, json, first, limits);
            }
            json.expectEnd();
            return answers;
        }
    }

    private static void add(
            Map<String, JsonRpcAnswer> answers, StrictJson json, @Nullable JsonToken token, JsonRpcLimits limits)
            throws IOException {
        if (token != JsonToken.START_OBJECT || answers.size() == limits.items()) {
            throw new IOException("not an answer, or one too many");
        }
        var answer = answer(json);
        if (answer != null) {
            answers.putIfAbsent(answer.id(), answer);
        }
    }

    private static @Nullable JsonRpcAnswer answer(StrictJson json) throws IOException {
        String id = null;
        String member = null;
        String value = null;
        var parser = json.parser();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = json.valueText();
                case "result", "error" -> {
                    member = name;
                    value = json.valueText();
                }
                default -> parser.skipChildren();
            }
        }
        return id == null || member == null || value == null ? null : new JsonRpcAnswer(id, member, value);
    }
}
