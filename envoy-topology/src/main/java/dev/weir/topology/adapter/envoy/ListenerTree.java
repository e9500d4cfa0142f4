package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.Edge;
import dev.weir.config.Network;
import dev.weir.topology.ServiceAddresses;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;

/**
 * The listener of {@code listener.yaml}, with its one filter chain as many times as there are {@link #PARTS}.
 *
 * <p>Envoy bounds the open connections of a filter chain, not those of an address. So each source is sent to one of the chains by its hash: an address has
 * at most what one chain may have, and who fills it hinders only those that share it. The operator's proxies have a chain of their own, without that
 * bound, in which the caller's address is the last that they name.
 */
final class ListenerTree {
    /** With the default of 300 connections each, all together stay below the bound of the whole Envoy (10,000 in bootstrap.yaml). */
    static final int PARTS = 32;

    private static final String PROXIES = "proxies";

    /** A proxy keeps connections, and asks on one that is closed under its hands; nginx lets go after 60 s itself. */
    private static final String PROXY_IDLE = "75s";

    private static final String HASH_FROM = """
            single_predicate:
              input:
                name: source
                typed_config: {"@type": type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.FilterStateInput, key: weir.source}
              custom_match:
                name: hash
                typed_config: {"@type": type.googleapis.com/envoy.extensions.matching.input_matchers.consistent_hashing.v3.ConsistentHashing, threshold: %d, modulo: %d}
            """;

    private static final String FROM_PROXY = """
            single_predicate:
              input:
                name: source
                typed_config: {"@type": type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.SourceIPInput}
              custom_match:
                name: networks
                typed_config: {"@type": type.googleapis.com/envoy.extensions.matching.input_matchers.ip.v3.Ip, stat_prefix: proxies, cidr_ranges: []}
            """;

    private ListenerTree() {}

    static Listener of(ObjectNode file, ServiceAddresses services, Edge edge) {
        var tree = file.deepCopy();
        EnvoyYaml.put(tree.at("/address/socket_address"), services.gateway());
        var chain = (ObjectNode) ((ArrayNode) tree.remove("filter_chains")).get(0);
        var manager = (ObjectNode) chain.at("/filters/1/typed_config");
        manager.remove("route_config");
        manager.set(
                "rds",
                EnvoyYaml.parse("{route_config_name: gateway, config_source: {ads: {}, resource_api_version: V3}}"));
        ((ObjectNode) chain.at("/filters/0/typed_config"))
                .put("max_connections", edge.connections().orElseThrow());
        tree.set("filter_chain_matcher", matcher(edge.proxies()));
        var listener = EnvoyYaml.merge(tree, Listener.newBuilder());
        var part = chain(chain);
        for (int i = 0; i < PARTS; i++) {
            listener.addFilterChains(part.toBuilder().setName(name(i)));
        }
        if (!edge.proxies().isEmpty()) {
            listener.addFilterChains(proxies(chain).toBuilder().setName(PROXIES));
        }
        return listener.build();
    }

    private static FilterChain chain(ObjectNode tree) {
        return EnvoyYaml.merge(tree, FilterChain.newBuilder()).build();
    }

    private static FilterChain proxies(ObjectNode chain) {
        var tree = chain.deepCopy();
        ((ArrayNode) tree.get("filters")).remove(0);
        var manager = (ObjectNode) tree.at("/filters/0/typed_config");
        manager.put("xff_num_trusted_hops", 1);
        ((ObjectNode) manager.get("common_http_protocol_options")).put("idle_timeout", PROXY_IDLE);
        return chain(tree);
    }

    private static ObjectNode matcher(List<Network> proxies) {
        var parts = parts(0, PARTS);
        if (proxies.isEmpty()) {
            return (ObjectNode) parts.get("matcher");
        }
        var fromProxy = EnvoyYaml.parse(FROM_PROXY);
        var ranges = (ArrayNode) fromProxy.at("/single_predicate/custom_match/typed_config/cidr_ranges");
        for (var network : proxies) {
            ranges.addObject().put("address_prefix", network.address()).put("prefix_len", network.bits());
        }
        return either(fromProxy, action(PROXIES), parts);
    }

    /** By halves, so that few hashes are computed. */
    private static ObjectNode parts(int from, int to) {
        if (to - from == 1) {
            return action(name(from));
        }
        int middle = (from + to) / 2;
        var above = EnvoyYaml.parse(HASH_FROM.formatted(middle, PARTS));
        var tree = EnvoyYaml.parse("{}");
        tree.set("matcher", either(above, parts(middle, to), parts(from, middle)));
        return tree;
    }

    private static ObjectNode either(ObjectNode predicate, ObjectNode then, ObjectNode otherwise) {
        var tree = EnvoyYaml.parse("{matcher_list: {matchers: [{}]}}");
        ((ObjectNode) tree.at("/matcher_list/matchers/0"))
                .<ObjectNode>set("predicate", predicate)
                .set("on_match", then);
        tree.set("on_no_match", otherwise);
        return tree;
    }

    private static ObjectNode action(String chain) {
        return EnvoyYaml.parse(
                "{action: {name: %s, typed_config: {'@type': type.googleapis.com/google.protobuf.StringValue, value: %s}}}"
                        .formatted(chain, chain));
    }

    private static String name(int part) {
        return "part-" + part;
    }
}
