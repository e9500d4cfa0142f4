package dev.weir.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** A body under a parser that takes plain JSON in UTF-8 and nothing else, and can cut the text of a value out of the body. */
final class StrictJson implements AutoCloseable {
    static final int LONGEST_NUMBER = 100;
    static final int LONGEST_NAME = 256;

    private final String body;
    private final JsonParser parser;
    private final JsonRpcLimits limits;

    /** @throws IOException if the bytes are not UTF-8 */
    StrictJson(byte[] bytes, JsonRpcLimits limits) throws IOException {
        this.limits = limits;
        this.body = utf8(bytes);
        this.parser = factory(limits).createParser(body);
    }

    JsonParser parser() {
        return parser;
    }

    /** The JSON text of the value that the parser is at, as written; moves to the value's end. */
    String valueText() throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return body.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    void expectEnd() throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("something follows the value");
        }
    }

    /** Whether the parser has gone deeper than it may. */
    boolean isTooDeep() {
        return parser.getParsingContext().getNestingDepth() > limits.depth();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private static JsonFactory factory(JsonRpcLimits limits) {
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxStringLength(limits.bodyBytes())
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(LONGEST_NAME)
                .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from clients: interning them would grow a table that lives as long as the process.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
