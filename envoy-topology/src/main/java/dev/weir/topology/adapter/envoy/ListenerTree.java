package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.Edge;
import dev.weir.config.EdgeTls;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.List;

/**
 * The listeners, made of that of {@code listener.yaml}, with its one filter chain as many times as there are {@link #PARTS}: all with the same bounds.
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

    private static final String INPUTS = "type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.";
    private static final String BY_NETWORK = "FilterStateInput, key: weir.source";
    private static final String BY_ADDRESS = "SourceIPInput";
    private static final String BY_SOURCE = INPUTS + "SourceIPInput";
    private static final String BY_DIRECT = INPUTS + "DirectSourceIPInput";

    private static final String PROXY_PROTOCOL = """
            name: envoy.filters.listener.proxy_protocol
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol}
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

    private final ObjectNode file;
    private final ObjectNode chain;
    private final ServiceAddresses services;
    private final Edge edge;

    private ListenerTree(ObjectNode file, Topology topology) {
        this.file = file.deepCopy();
        this.services = topology.services();
        this.edge = topology.edge();
        this.chain = (ObjectNode) ((ArrayNode) this.file.remove("filter_chains")).get(0);
        var manager = (ObjectNode) chain.at("/filters/1/typed_config");
        manager.remove("route_config");
        if (!AnswerBound.any(topology)) {
            AnswerBound.leaveOut((ArrayNode) manager.get("http_filters"));
        }
        manager.set(
                "rds",
                EnvoyYaml.parse("{route_config_name: gateway, config_source: {ads: {}, resource_api_version: V3}}"));
        ((ObjectNode) chain.at("/filters/0/typed_config"))
                .put("max_connections", edge.connections().orElseThrow());
    }

    /** The plain one, then those of TLS: over TCP, and over UDP for HTTP/3. */
    static List<Listener> of(ObjectNode file, Topology topology) {
        var plain = new ListenerTree(file, topology);
        var listeners = new ArrayList<Listener>();
        var strangers = topology.edge().tls().filter(EdgeTls::redirect).isPresent()
                ? Redirect.of(plain.chain, topology)
                : plain.chain;
        listeners.add(
                plain.listener(plain.overTcp("gateway", plain.services.gateway().port()), strangers, plain.chain));
        topology.edge().tls().ifPresent(tls -> {
            var place = topology.services().tls().orElseThrow();
            var secure = new TlsChain(tls, place);
            var chain = secure.overTcp(plain.chain);
            listeners.add(plain.listener(plain.overTcp("gateway-tls", place.port()), chain, chain));
            if (tls.http3()) {
                var quic = secure.overQuic(plain.chain);
                listeners.add(plain.listener(plain.overUdp(place.port()), quic, quic));
            }
        });
        return listeners;
    }

    private ObjectNode overTcp(String name, int port) {
        var tree = file.deepCopy().put("name", name);
        EnvoyYaml.put(
                tree.at("/address/socket_address"),
                new ServiceAddresses.Place(services.gateway().host(), port));
        if (edge.proxyProtocol()) {
            // Who does not say whose connection it is in time is let go.
            tree.put("listener_filters_timeout", "5s");
            ((ArrayNode) tree.get("listener_filters")).insert(0, EnvoyYaml.parse(PROXY_PROTOCOL));
        }
        tree.set("filter_chain_matcher", matcher(HASH_FROM));
        return tree;
    }

    /** Listeners over UDP know no filter that names the source: it is hashed as it is, of IPv6 the whole address. */
    private ObjectNode overUdp(int port) {
        var tree = overTcp("gateway-quic", port);
        tree.remove("listener_filters");
        ((ObjectNode) tree.at("/address/socket_address")).put("protocol", "UDP");
        tree.set("udp_listener_config", EnvoyYaml.parse(TlsChain.UDP));
        tree.set("filter_chain_matcher", matcher(HASH_FROM.replace(BY_NETWORK, BY_ADDRESS)));
        return tree;
    }

    private Listener listener(ObjectNode tree, ObjectNode strangers, ObjectNode proxied) {
        var listener = EnvoyYaml.merge(tree, Listener.newBuilder());
        var part = chain(strangers);
        for (int i = 0; i < PARTS; i++) {
            listener.addFilterChains(part.toBuilder().setName(name(i)));
        }
        if (!edge.proxies().isEmpty() && !edge.proxyProtocol()) {
            listener.addFilterChains(proxies(proxied).toBuilder().setName(PROXIES));
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

    /** Where proxies say whose a connection is, nobody else has a chain, and is let go. */
    private ObjectNode matcher(String hash) {
        var parts = parts(hash, 0, PARTS);
        if (edge.proxyProtocol()) {
            var tree = either(fromProxies(BY_DIRECT), parts, parts);
            tree.remove("on_no_match");
            return tree;
        }
        return edge.proxies().isEmpty()
                ? (ObjectNode) parts.get("matcher")
                : either(fromProxies(BY_SOURCE), action(PROXIES), parts);
    }

    /** @param input whose address: that of the caller, or of who connects */
    private ObjectNode fromProxies(String input) {
        var fromProxy = EnvoyYaml.parse(FROM_PROXY.replace(BY_SOURCE, input));
        var ranges = (ArrayNode) fromProxy.at("/single_predicate/custom_match/typed_config/cidr_ranges");
        for (var network : edge.proxies()) {
            ranges.addObject().put("address_prefix", network.address()).put("prefix_len", network.bits());
        }
        return fromProxy;
    }

    /** By halves, so that few hashes are computed. */
    private static ObjectNode parts(String hash, int from, int to) {
        if (to - from == 1) {
            return action(name(from));
        }
        int middle = (from + to) / 2;
        var above = EnvoyYaml.parse(hash.formatted(middle, PARTS));
        var tree = EnvoyYaml.parse("{}");
        tree.set("matcher", either(above, parts(hash, middle, to), parts(hash, from, middle)));
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
