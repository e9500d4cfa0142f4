package dev.weir.payments.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A JSON object that is carried on and not looked into, in compact form, such as the extensions of a payment. */
public record JsonObjectText(String json) {
    public JsonObjectText {
        Objects.requireNonNull(json, "json is null");
        json = HeaderJson.text(node(json));
    }

    /** An object of texts, in this order. */
    public static JsonObjectText of(Map<String, String> members) {
        var object = HeaderJson.object();
        members.forEach(object::put);
        return new JsonObjectText(HeaderJson.text(object));
    }

    /** A member that is a text; empty where there is none. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(node(json).get(name))
                .filter(member -> member.isTextual())
                .map(member -> member.textValue());
    }

    /** Becomes a member of what is being written. */
    public void writeTo(ObjectNode parent, String name) {
        parent.set(name, node(json));
    }

    private static ObjectNode node(String json) {
        try {
            return HeaderJson.parse(json).node();
        } catch (WireFault e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
        }
    }
}
