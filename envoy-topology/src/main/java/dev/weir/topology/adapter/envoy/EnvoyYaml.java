package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.weir.topology.ServiceAddresses;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Envoy's YAML as protobuf messages.
 *
 * <p>An extension's configuration ({@code "@type": …}) becomes an {@code xds.type.v3.TypedStruct}, which Envoy reads with its own
 * descriptors. So a file may use what stock Envoy 1.40 knows and the protos on our class path do not yet. (Not so the connection manager of HTTP/3.)
 */
final class EnvoyYaml {
    private static final String TYPE = "@type";
    private static final String TYPED_STRUCT = "type.googleapis.com/xds.type.v3.TypedStruct";
    private static final String STRING = "type.googleapis.com/google.protobuf.StringValue";
    private static final String MANAGER =
            "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFormat.Parser PROTO = JsonFormat.parser()
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(TypedStruct.getDescriptor())
                    .add(StringValue.getDescriptor())
                    .add(HttpConnectionManager.getDescriptor())
                    .build());

    private EnvoyYaml() {}

    /** @param file a file of {@code envoy-config/}, as packed with this service */
    static ObjectNode resource(String file) {
        try (var in = EnvoyYaml.class.getResourceAsStream("/envoy-config/" + file)) {
            return parse(new String(
                    Objects.requireNonNull(in, "no resource envoy-config/" + file)
                            .readAllBytes(),
                    StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode parse(String yaml) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return JSON.valueToTree(tree);
    }

    /** @param socketAddress Envoy's {@code socket_address} */
    static void put(JsonNode socketAddress, ServiceAddresses.Place place) {
        ((ObjectNode) socketAddress).put("address", place.host()).put("port_value", place.port());
    }

    /** Fills the builder from the tree; an unknown field is a bug of the file and stops the start. */
    static <B extends Message.Builder> B merge(JsonNode tree, B into) {
        try {
            PROTO.merge(typed(tree.deepCopy()).toString(), into);
            return into;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an Envoy resource: " + e.getMessage(), e);
        }
    }

    private static JsonNode typed(JsonNode tree) {
        switch (tree) {
            // A plain string is no struct.
            case ObjectNode object
            when STRING.equals(object.path(TYPE).asText()) -> {
                return object;
            }
            // A listener over QUIC asks for this one by its type.
            case ObjectNode object
            when MANAGER.equals(object.path(TYPE).asText())
                    && "HTTP3".equals(object.path("codec_type").asText()) ->
                object.properties().forEach(field -> field.setValue(typed(field.getValue())));
            case ObjectNode object
            when object.has(TYPE) -> {
                var value = object.deepCopy();
                var type = value.remove(TYPE).asText();
                return JSON.createObjectNode()
                        .put(TYPE, TYPED_STRUCT)
                        .put("typeUrl", type)
                        .set("value", value);
            }
            case ObjectNode object -> object.properties().forEach(field -> field.setValue(typed(field.getValue())));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, typed(array.get(i)));
                }
            }
            default -> {}
        }
        return tree;
    }
}
