package dev.weir.payments.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.payments.PaymentFault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * A JSON object in a header, as base64 (x402) or base64url without padding (MPP). Read strictly: UTF-8, one object, no member
 * twice, at most {@value #LONGEST} characters of header and {@value #DEPTH} levels.
 */
public final class HeaderJson {
    /** A quarter of what Envoy takes for all headers of a request, and ten times what a plain payment is long. */
    public static final int LONGEST = 16_384;

    static final int DEPTH = 16;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 128;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(LONGEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxNameLength(LONGEST_NAME)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names come from clients: interning them would grow a table that lives as long as the process.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // What is carried on is written as it was: 1e400 is no double.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private HeaderJson() {}

    public static WireObject fromBase64(String header) throws WireFault {
        return read(header, Base64.getDecoder());
    }

    public static WireObject fromBase64Url(String header) throws WireFault {
        return read(header, Base64.getUrlDecoder());
    }

    static String toBase64(ObjectNode object) {
        return Base64.getEncoder().encodeToString(text(object).getBytes(UTF_8));
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing a tree of JSON to memory", e);
        }
    }

    private static WireObject read(String header, Base64.Decoder decoder) throws WireFault {
        if (header.length() > LONGEST) {
            throw new WireFault(
                    PaymentFault.HEADER_TOO_LONG, "the header is longer than the limit of " + LONGEST + " characters");
        }
        return parse(utf8(decoded(header, decoder)));
    }

    private static byte[] decoded(String header, Base64.Decoder decoder) throws WireFault {
        try {
            return decoder.decode(header);
        } catch (IllegalArgumentException e) {
            throw new WireFault(PaymentFault.BASE64_MALFORMED, "the header is not base64");
        }
    }

    private static String utf8(byte[] bytes) throws WireFault {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new WireFault(PaymentFault.NOT_UTF8, "the header's JSON is not UTF-8");
        }
    }

    /** The parser's own words quote the message, which may hold anything: they are not told. */
    static WireObject parse(String json) throws WireFault {
        try {
            return whole(MAPPER.readTree(json));
        } catch (StreamConstraintsException e) {
            throw e.getOriginalMessage().contains("nesting depth")
                    ? new WireFault(PaymentFault.JSON_TOO_DEEP, "the JSON is deeper than the limit of " + DEPTH)
                    : new WireFault(PaymentFault.JSON_TOKEN_TOO_LONG, "a name or a number in the JSON is too long");
        } catch (JsonProcessingException e) {
            throw e.getOriginalMessage().startsWith("Duplicate ")
                    ? new WireFault(PaymentFault.MEMBER_TWICE, "an object has two members of one name")
                    : new WireFault(PaymentFault.JSON_MALFORMED, "the header is not one JSON object");
        }
    }

    private static WireObject whole(JsonNode node) throws WireFault {
        if (!(node instanceof ObjectNode object)) {
            throw new WireFault(PaymentFault.JSON_MALFORMED, "the header is not one JSON object");
        }
        // Half of a surrogate pair can be escaped in JSON, and then no UTF-8 says the same.
        if (!UTF_8.newEncoder().canEncode(text(object))) {
            throw new WireFault(PaymentFault.NOT_UTF8, "a text in the JSON is not Unicode");
        }
        return new WireObject(object, "");
    }
}
