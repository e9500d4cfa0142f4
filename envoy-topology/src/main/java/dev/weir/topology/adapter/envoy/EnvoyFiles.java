package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.util.JsonFormat;
import dev.weir.topology.Topology;
import dev.weir.xds.adapter.envoy.XdsResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What Envoy gets for a topology, as files with which it runs by itself, without a control plane: {@code envoy.yaml}, to start it with in the folder of the
 * files, and {@code routes.yaml}, which all filter chains share, because limits count by route. The resources are the translator's own; what differs is
 * that endpoints stand in their clusters, and that routes come from the file.
 */
public final class EnvoyFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .preservingProtoFieldNames()
            .omittingInsignificantWhitespace()
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(TypedStruct.getDescriptor())
                    .add(StringValue.getDescriptor())
                    .build());
    private static final String ROUTES_HERE =
            "{route_config_name: gateway, config_source: {path_config_source: {path: ./routes.yaml}}}";

    private EnvoyFiles() {}

    /** By name, in the order to read them. @param admin the port of Envoy's admin, on loopback */
    public static Map<String, String> of(Topology topology, int admin) {
        var resources = new TopologyTranslator().translate(topology);
        var files = new LinkedHashMap<String, String>();
        files.put("envoy.yaml", yaml(bootstrap(resources, EnvoyYaml.parse(ROUTES_HERE), admin)));
        files.put("routes.yaml", yaml(routes(resources)));
        return files;
    }

    /**
     * The same for {@code envoy --mode validate}, which does not look into the file of routes: the first filter chain has them in it. Of clusters that differ in their names alone there is
     * one, so that many APIs are asked about as soon as few. Not for a gateway.
     */
    public static Map<String, String> toValidate(Topology topology) {
        var resources = new TopologyTranslator().translate(topology);
        var tree = bootstrap(unlike(resources), EnvoyYaml.parse(ROUTES_HERE), 1);
        var manager = (ObjectNode)
                tree.at("/static_resources/listeners/0/filter_chains/0").findParent("rds");
        manager.remove("rds");
        manager.set("route_config", route(resources.routes().getFirst()).put("validate_clusters", false));
        return Map.of("envoy.yaml", yaml(tree), "routes.yaml", "resources: []\n");
    }

    private static XdsResources unlike(XdsResources resources) {
        var kinds = new LinkedHashMap<Cluster, Cluster>();
        resources
                .clusters()
                .forEach(cluster ->
                        kinds.putIfAbsent(cluster.toBuilder().clearName().build(), cluster));
        var names = kinds.values().stream().map(Cluster::getName).collect(Collectors.toSet());
        return new XdsResources(
                resources.listeners(),
                resources.routes(),
                List.copyOf(kinds.values()),
                resources.endpoints().stream()
                        .filter(endpoints -> names.contains(endpoints.getClusterName()))
                        .toList());
    }

    private static ObjectNode bootstrap(XdsResources resources, JsonNode routes, int admin) {
        var tree = EnvoyYaml.resource("bootstrap.yaml");
        tree.remove("dynamic_resources");
        ((ObjectNode) tree.at("/admin/address/socket_address")).put("port_value", admin);
        var fixed = tree.putObject("static_resources");
        var listeners = fixed.putArray("listeners");
        for (var listener : resources.listeners()) {
            var written = json(listener);
            written.findParents("rds").forEach(manager -> ((ObjectNode) manager).set("rds", routes));
            listeners.add(written);
        }
        var clusters = fixed.putArray("clusters");
        resources.clusters().forEach(cluster -> clusters.add(json(cluster)));
        for (var endpoints : resources.endpoints()) {
            for (var cluster : clusters) {
                if (cluster.get("name").asText().equals(endpoints.getClusterName())) {
                    ((ObjectNode) cluster).remove("eds_cluster_config");
                    ((ObjectNode) cluster).put("type", "STATIC").set("load_assignment", json(endpoints));
                }
            }
        }
        return tree;
    }

    private static ObjectNode routes(XdsResources resources) {
        var tree = JSON.createObjectNode();
        var all = tree.putArray("resources");
        resources.routes().forEach(routes -> {
            var resource = JSON.createObjectNode()
                    .put("@type", "type.googleapis.com/envoy.config.route.v3.RouteConfiguration");
            all.add(resource.setAll(route(routes)));
        });
        return tree;
    }

    /** With the field that our messages do not know yet. */
    private static ObjectNode route(RouteConfiguration routes) {
        var tree = json(routes);
        for (int host = 0; host < routes.getVirtualHostsCount(); host++) {
            for (int i = 0; i < routes.getVirtualHosts(host).getRoutesCount(); i++) {
                var unknown = routes.getVirtualHosts(host).getRoutes(i).getUnknownFields();
                if (unknown.hasField(20)) {
                    try {
                        var limit = UInt64Value.parseFrom(
                                unknown.getField(20).getLengthDelimitedList().getFirst());
                        ((ObjectNode) tree.at("/virtual_hosts/" + host + "/routes/" + i))
                                .put("request_body_buffer_limit", limit.getValue());
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException("a route's own field cannot be read back", e);
                    }
                }
            }
        }
        return tree;
    }

    private static ObjectNode json(MessageOrBuilder message) {
        try {
            return (ObjectNode) plain(JSON.readTree(PRINTER.print(message)));
        } catch (IOException e) {
            throw new IllegalStateException("a message cannot be printed", e);
        }
    }

    /** Extensions as people write them, with {@code @type}; whole numbers without a point. */
    private static JsonNode plain(JsonNode tree) {
        if (tree.path("@type").asText().endsWith("xds.type.v3.TypedStruct")) {
            var written =
                    JSON.createObjectNode().put("@type", tree.get("type_url").asText());
            return written.setAll(
                    (ObjectNode) plain(tree.path("value").isObject() ? tree.get("value") : JSON.createObjectNode()));
        }
        if (tree instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(plain(field.getValue())));
        } else if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, plain(array.get(i)));
            }
        } else if (tree.isDouble() && tree.doubleValue() == tree.longValue()) {
            return JsonNodeFactory.instance.numberNode(tree.longValue());
        }
        return tree;
    }

    /** Filter chains that are alike refer to the first of them. */
    private static String yaml(JsonNode tree) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(shared(tree, new HashMap<>()));
    }

    private static Object shared(JsonNode tree, Map<JsonNode, Object> filters) {
        return switch (tree) {
            case ObjectNode object -> {
                var map = new LinkedHashMap<String, Object>();
                object.properties()
                        .forEach(field -> map.put(
                                field.getKey(),
                                field.getKey().equals("filters")
                                        ? filters.computeIfAbsent(
                                                field.getValue(), list -> shared(list, new HashMap<>()))
                                        : shared(field.getValue(), filters)));
                yield map;
            }
            case ArrayNode array ->
                array.valueStream().map(item -> shared(item, filters)).toList();
            default -> JSON.convertValue(tree, Object.class);
        };
    }
}
