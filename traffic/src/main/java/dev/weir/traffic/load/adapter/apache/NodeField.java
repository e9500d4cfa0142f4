package dev.weir.traffic.load.adapter.apache;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** The member {@code node} of an answer's JSON object: who answered. */
final class NodeField {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST = 63;

    private NodeField() {}

    /** Empty for anything but an object with a short text under that name. */
    static Optional<String> find(byte[] body) {
        if (body.length == 0 || body[0] != '{') {
            return Optional.empty();
        }
        try (var parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean node = parser.currentName().equals("node");
                if (parser.nextToken() == JsonToken.VALUE_STRING && node) {
                    return Optional.of(parser.getText()).filter(name -> name.length() <= LONGEST);
                }
                parser.skipChildren();
            }
        } catch (IOException notJson) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
