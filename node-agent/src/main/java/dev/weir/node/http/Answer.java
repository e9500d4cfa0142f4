package dev.weir.node.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What the node answers. The body is shared, not copied: nobody writes to it once the answer exists. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never logged
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    public Answer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status " + status + " is not a final one");
        }
        Objects.requireNonNull(contentType, "contentType is null");
        Objects.requireNonNull(body, "body is null");
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, byte[] body) {
        return new Answer(status, "application/json", body, Map.of());
    }

    public static Answer json(int status, String body) {
        return json(status, body.getBytes(UTF_8));
    }

    /** An answer without a body: 204 or 304. */
    public static Answer empty(int status) {
        return new Answer(status, "", new byte[0], Map.of());
    }

    public Answer with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }
}
