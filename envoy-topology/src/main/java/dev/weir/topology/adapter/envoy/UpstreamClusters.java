package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.config.SecretText;
import dev.weir.config.Upstream;
import dev.weir.config.WeirConfig;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What clusters and endpoints have besides, where endpoints are named by URL; the reasons stand in {@code envoy-config/cluster-upstream.yaml}. Pure. */
final class UpstreamClusters {
    private static final String OPTIONS =
            "/typed_extension_protocol_options/envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
    private static final String ROOTS = "trusted_ca";
    private static final String SCRIPT = "default_source_code";
    /** Its place among the filters. */
    private static final int UNSUPPORTED = 2;

    private static final String NO_NAMES = "OWN = \"\"";

    private final ObjectNode parts =
            (ObjectNode) EnvoyYaml.resource("cluster-upstream.yaml").at("/static_resources/clusters/0");
    private final Path roots;

    UpstreamClusters(Path roots) {
        this.roots = roots;
    }

    /** Where this machine keeps the certificates that everybody trusts: Debian's place, Fedora's, Alpine's, macOS'. */
    static Path systemRoots() {
        return Stream.of("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .orElse(Path.of("/etc/ssl/certs/ca-certificates.crt"));
    }

    /** Whether Envoy checks the health of a cluster's endpoints by what these pools say; where some come from the registry, it asks as nodes are asked. */
    static boolean checks(List<WeirConfig.Pool> pools) {
        return !pools.isEmpty()
                && pools.stream().noneMatch(pool -> pool.endpoints().isEmpty());
    }

    /** What of a pool a cluster shows: two clusters of pools that are alike in this differ in their names alone. */
    private record Shape(
            boolean registry,
            boolean anyTls,
            boolean allTls,
            Set<String> headers,
            Object health,
            Object ca,
            Object concurrency) {
        static Shape of(WeirConfig.Pool pool) {
            var endpoints = pool.endpoints();
            return new Shape(
                    endpoints.isEmpty(),
                    endpoints.stream().anyMatch(each -> each.url().tls()),
                    endpoints.stream().allMatch(each -> each.url().tls()),
                    endpoints.stream()
                            .flatMap(each -> each.headers().keySet().stream())
                            .collect(Collectors.toUnmodifiableSet()),
                    pool.health(),
                    pool.ca(),
                    pool.concurrency());
        }
    }

    /** Equal for pools of which {@link #into} makes the same. */
    static Object shape(List<WeirConfig.Pool> pools) {
        return pools.stream().map(Shape::of).toList();
    }

    /** @param pools that the cluster is made of; nothing is changed where none has endpoints by URL @param protocol of its API */
    void into(ObjectNode cluster, List<WeirConfig.Pool> pools, WeirConfig.Protocol protocol) {
        var named = pools.stream().filter(pool -> !pool.endpoints().isEmpty()).toList();
        if (named.isEmpty()) {
            return;
        }
        cluster.set("connect_timeout", parts.get("connect_timeout"));
        boolean tls = named.stream()
                .flatMap(pool -> pool.endpoints().stream())
                .anyMatch(each -> each.url().tls());
        if (tls) {
            cluster.set("transport_socket_matches", sockets(named));
        }
        var options = (ObjectNode) cluster.at(OPTIONS);
        options.set("http_filters", filters((ArrayNode) options.get("http_filters"), checks(pools), named, protocol));
        if (checks(pools)) {
            cluster.set("health_checks", health(named));
            if (named.stream()
                    .flatMap(pool -> pool.endpoints().stream())
                    .allMatch(each -> each.url().tls())) {
                cluster.remove("transport_socket_matches");
                cluster.set("transport_socket", sockets(named).get(0).get("transport_socket"));
                options.remove("explicit_http_config");
                // HTTP/2 where the endpoint offers it (ALPN).
                options.set("auto_config", EnvoyYaml.parse("{http_protocol_options: {}, http2_protocol_options: {}}"));
            }
        }
        named.stream()
                .flatMapToInt(pool -> pool.concurrency().stream())
                .findFirst()
                .ifPresent(calls -> bound(cluster, options, calls));
    }

    /** A call is a connection, so HTTP/2 is not offered. */
    private void bound(ObjectNode cluster, ObjectNode options, int calls) {
        var bounds =
                (ArrayNode) parts.at("/circuit_breakers/per_host_thresholds").deepCopy();
        ((ObjectNode) bounds.get(0)).put("max_connections", calls);
        ((ObjectNode) cluster.get("circuit_breakers")).set("per_host_thresholds", bounds);
        var own = parts.at(OPTIONS);
        options.remove("auto_config");
        options.set("explicit_http_config", own.get("explicit_http_config").deepCopy());
        options.set(
                "common_http_protocol_options",
                own.get("common_http_protocol_options").deepCopy());
    }

    private ArrayNode sockets(List<WeirConfig.Pool> named) {
        var sockets = (ArrayNode) parts.get("transport_socket_matches").deepCopy();
        var trusted =
                named.stream().flatMap(pool -> pool.ca().stream()).findFirst().orElse(roots);
        ((ObjectNode) sockets.findValue(ROOTS)).put("filename", trusted.toString());
        return sockets;
    }

    /** @param alone without nodes of the registry, who are strangers and whose answers are sifted */
    private ArrayNode filters(
            ArrayNode ofNodes, boolean alone, List<WeirConfig.Pool> named, WeirConfig.Protocol protocol) {
        var own = (ArrayNode) parts.at(OPTIONS).get("http_filters").deepCopy();
        if (protocol != WeirConfig.Protocol.JSON_RPC) {
            own.remove(UNSUPPORTED);
        }
        var script = (ObjectNode) own.findValue(SCRIPT);
        var names = named.stream()
                .flatMap(pool -> pool.endpoints().stream())
                .flatMap(each -> each.headers().keySet().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        script.put("inline_string", script.get("inline_string").asText().replace(NO_NAMES, "OWN = \"" + names + "\""));
        if (alone) {
            return own;
        }
        own.remove(own.size() - 1);
        return own.addAll(ofNodes);
    }

    private ArrayNode health(List<WeirConfig.Pool> named) {
        var checks = (ArrayNode) parts.get("health_checks").deepCopy();
        named.stream().flatMap(pool -> pool.health().stream()).findFirst().ifPresent(health -> {
            var check = (ObjectNode) checks.get(0);
            check.remove("tcp_health_check");
            check.putObject("http_health_check").put("path", health.path());
        });
        return checks;
    }

    /** @param node the endpoint's metadata for us @param checked as by {@link #checks} */
    static void into(LbEndpoint.Builder endpoint, Struct.Builder node, Upstream upstream, boolean checked) {
        var url = upstream.url();
        var health = Endpoint.HealthCheckConfig.newBuilder().setHostname(url.authority());
        endpoint.getEndpointBuilder()
                .setHostname(url.host())
                .setHealthCheckConfig(health.setDisableActiveHealthCheck(!checked));
        node.putFields("authority", text(url.authority()));
        if (!url.path().written().isEmpty()) {
            node.putFields("path", text(url.path().written()));
        }
        if (!upstream.headers().isEmpty()) {
            node.putFields("headers", text(written(upstream.headers())));
        }
        if (url.tls()) {
            endpoint.getMetadataBuilder()
                    .putFilterMetadata(
                            "envoy.transport_socket_match",
                            Struct.newBuilder()
                                    .putFields(
                                            "tls",
                                            Value.newBuilder()
                                                    .setBoolValue(true)
                                                    .build())
                                    .build());
        }
    }

    private static String written(Map<String, SecretText> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + "=" + encoded(header.getValue().written()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
