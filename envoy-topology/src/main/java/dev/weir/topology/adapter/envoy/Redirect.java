package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.topology.Topology;

/** The plain listener's chain where callers are sent to TLS: 308, which keeps method and body, with path and query. Within an address's limits; nobody is judged for it. */
final class Redirect {
    private static final String ROUTES = """
            name: redirect
            virtual_hosts:
            - name: redirect
              domains: ['*']
              routes:
              - match: {prefix: /, headers: [{name: ":authority", string_match: {contains: ","}}]}
                direct_response: {status: 400}
              - match: {prefix: /}
                redirect: {https_redirect: true, port_redirect: %d, response_code: PERMANENT_REDIRECT}
            """;

    private Redirect() {}

    static ObjectNode of(ObjectNode plain, Topology topology) {
        var chain = plain.deepCopy();
        var manager = (ObjectNode) chain.at("/filters/1/typed_config");
        var kept = manager.putArray("http_filters");
        for (var filter : plain.at("/filters/1/typed_config/http_filters")) {
            var name = filter.get("name").asText();
            if (name.equals("weir.address_limit") || name.equals("envoy.filters.http.router")) {
                kept.add(filter.deepCopy());
            }
        }
        var tls = topology.edge().tls().orElseThrow();
        int port = tls.port().orElse(topology.services().tls().orElseThrow().port());
        var routes = EnvoyYaml.parse(ROUTES.formatted(port));
        var limits = LocalLimits.of(topology, EnvoyYaml.parse("{none: []}").withArray("none"));
        limits.retain("weir.address_limit");
        ((ObjectNode) routes.at("/virtual_hosts/0")).set("typed_per_filter_config", limits);
        manager.remove("rds");
        manager.set("route_config", routes);
        return chain;
    }
}
