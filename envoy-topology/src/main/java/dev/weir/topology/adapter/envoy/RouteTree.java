package dev.weir.topology.adapter.envoy;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.Cors;
import dev.weir.config.WeirConfig;
import dev.weir.jsonrpc.JsonRpcLimits;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.Canary;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The routes as Envoy's YAML: the refusal of two hosts, sign-in, then the APIs with the longest prefix first, then the refusal of all else. */
final class RouteTree {
    /** Sign-in is judged by behaviour alone; each address gets 40 calls at once and 20 a second. Fails closed: without the service, 503. */
    private static final String SIGN_IN = """
            match: {path_separated_prefix: /auth}
            # Of several judges another, where this one was not reached.
            route: {cluster: auth, timeout: 10s, retry_policy: {retry_on: "connect-failure,refused-stream", num_retries: 1, retry_host_predicate: [{name: envoy.retry_host_predicates.previous_hosts, typed_config: {"@type": type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate}}], host_selection_retry_max_attempts: 3}}
            typed_per_filter_config:
              envoy.filters.http.ext_authz:
                "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
                check_settings: {context_extensions: {api: auth}, disable_request_body_buffering: true}
              envoy.filters.http.local_ratelimit:
                "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
                stat_prefix: local
                token_bucket: {max_tokens: 1000, tokens_per_fill: 1000, fill_interval: 1s}
                filter_enabled: {default_value: {numerator: 100}}
                filter_enforced: {default_value: {numerator: 100}}
                max_dynamic_descriptors: 10000
                rate_limits: [{actions: [{masked_remote_address: {v4_prefix_mask_len: 32, v6_prefix_mask_len: 64}}]}]
                descriptors:
                - entries: [{key: masked_remote_address}]
                  token_bucket: {max_tokens: 40, tokens_per_fill: 20, fill_interval: 1s}
            """;

    /**
     * An API. A call that did not reach a node is tried on another one; a call that broke midway only where the judge set {@code
     * x-envoy-retry-on}, because it is idempotent.
     *
     * <p>A try has a little less time than the whole: Envoy says of a try that it took too long, but not of one that the whole request's end took with it, which
     * looks like one whose caller left. Of an idempotent call the judge gives each try less ({@code x-envoy-upstream-rq-per-try-timeout-ms}).
     *
     * <p>Nodes are strangers: they learn neither wallet nor address of the caller, and what they answer may not act on the gateway's origin, which is also that
     * of sign-in: no frame, no script. Which of their headers pass stands at their clusters.
     *
     * <p>No {@code max_stream_duration} here: where a route has one, Envoy ignores its {@code timeout}.
     */
    private static final ObjectNode API = EnvoyYaml.parse("""
            match: {path_separated_prefix: ""}
            route:
              timeout: 15s
              retry_policy:
                per_try_timeout: 14.9s
                retry_on: connect-failure,refused-stream
                num_retries: 3
                retry_back_off: {base_interval: 0.005s, max_interval: 0.05s}
                host_selection_retry_max_attempts: 5
                retry_host_predicate:
                - name: envoy.retry_host_predicates.previous_hosts
                  typed_config: {"@type": type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate}
            request_headers_to_remove: [x-weir-caller, x-weir-trace, x-forwarded-for, x-envoy-external-address, x-envoy-internal]
            response_headers_to_add:
            - {header: {key: content-security-policy, value: "sandbox; default-src 'none'; frame-ancestors 'none'"}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}
            - {header: {key: x-content-type-options, value: nosniff}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}
            typed_per_filter_config:
              envoy.filters.http.ext_authz:
                "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
                check_settings:
                  context_extensions: {api: ""}
            """);

    /** One byte more than is read, so that a body that is longer is known by it. */
    private static final ObjectNode BODY = EnvoyYaml.parse("{max_request_bytes: "
            + (JsonRpcLimits.DEFAULT.bodyBytes() + 1) + ", allow_partial_message: true, pack_as_bytes: true}");

    /**
     * Two Host lines reach Envoy as one with a comma (RFC 9112, 3.2: 400). It is not judged: whoever reads one of them would judge another
     * request than whoever reads the other.
     */
    private static final String TWO_HOSTS = """
            match: {prefix: /, headers: [{name: ":authority", string_match: {contains: ","}}]}
            direct_response: {status: 400}
            typed_per_filter_config:
              envoy.filters.http.ext_authz:
                "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
                disabled: true
            """;

    /** What a page may send and read; an answer to a preflight stands for ten minutes. Without credentials of the browser: a call is its token's. */
    private static final String CORS = """
            "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
            allow_methods: GET, HEAD, POST, PUT, PATCH, DELETE
            allow_headers: authorization, content-type, accept, payment-signature, idempotency-key, x-weir-trace
            expose_headers: ratelimit, ratelimit-policy, retry-after, www-authenticate, x-weir-tier, x-weir-node, x-weir-cost, x-weir-trace, payment-required, payment-response, payment-receipt
            max_age: "600"
            allow_credentials: false
            allow_origin_string_match: []
            """;

    /**
     * Once both sides have agreed, the route's time no longer ends it, but five minutes without a byte either way do, the listener's hour for a connection, and its bound of
     * connections of an address.
     */
    private static final Duration WEBSOCKET_IDLE = Duration.ofMinutes(5);

    private static final String WEBSOCKET = "{upgrade_configs: [{upgrade_type: websocket}], idle_timeout: 300s}";

    /** Of an idempotent call (the judge says so) whose endpoint does not have its method, another is asked: cluster-upstream.yaml marks the answer. */
    private static final String UNSUPPORTED = "{of: [{name: weir-unsupported, present_match: true}]}";

    /** The judge answers a path of no API itself, so that a scan is seen; what passes it ends here. */
    private static final String NONE = """
            match: {prefix: /}
            direct_response: {status: 404}
            typed_per_filter_config:
              envoy.filters.http.ext_authz:
                "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
                check_settings: {disable_request_body_buffering: true}
            """;

    /** What the weights of an API's pools sum to before a canary divides them; with the percentages they stay within Envoy's 32 bits. */
    private static final long WHOLE = 1_000_000;

    private RouteTree() {}

    /** @param calls what the rate limit service is told of a request */
    static ObjectNode of(Topology topology, ArrayNode calls) {
        var config = EnvoyYaml.parse("{name: gateway, virtual_hosts: [{name: gateway, domains: ['*'], routes: []}]}");
        ((ObjectNode) config.at("/virtual_hosts/0")).set("typed_per_filter_config", LocalLimits.of(topology, calls));
        var routes = (ArrayNode) config.at("/virtual_hosts/0/routes");
        routes.add(EnvoyYaml.parse(TWO_HOSTS));
        routes.add(EnvoyYaml.parse(SIGN_IN));
        topology.apis().stream()
                .sorted(comparing((ApiRoute route) ->
                                -route.api().match().prefix().length())
                        .thenComparing(route -> route.api().name()))
                .forEach(route -> routes.add(api(route, topology)));
        routes.add(EnvoyYaml.parse(NONE));
        return config;
    }

    private static ObjectNode api(ApiRoute route, Topology topology) {
        var name = route.api().name();
        var tree = API.deepCopy();
        ((ObjectNode) tree.get("match"))
                .put("path_separated_prefix", route.api().match().prefix());
        var settings = (ObjectNode) tree.at("/typed_per_filter_config/envoy.filters.http.ext_authz/check_settings");
        ((ObjectNode) settings.get("context_extensions")).put("api", name.value());
        if (route.api().protocol() == WeirConfig.Protocol.JSON_RPC) {
            settings.set("with_request_body", BODY.deepCopy());
        } else {
            settings.put("disable_request_body_buffering", true);
        }
        route.api()
                .cors()
                .ifPresent(cors ->
                        ((ObjectNode) tree.get("typed_per_filter_config")).set("envoy.filters.http.cors", cors(cors)));
        if (route.api().protocol() == WeirConfig.Protocol.JSON_RPC) {
            ((ObjectNode) tree.at("/route/retry_policy"))
                    .set("retriable_headers", EnvoyYaml.parse(UNSUPPORTED).get("of"));
        }
        target(route, (ObjectNode) tree.get("route"));
        path(route.api().match(), tree);
        named(route, topology, tree);
        CallTerms.into(tree, route.api());
        if (route.api().websocket().orElse(false)) {
            var action = (ObjectNode) tree.get("route");
            var longer = action.path("idle_timeout");
            action.setAll(EnvoyYaml.parse(WEBSOCKET));
            if (route.api().timeouts().request().compareTo(WEBSOCKET_IDLE) > 0) {
                action.set("idle_timeout", longer);
            }
        }
        return tree;
    }

    private static void path(WeirConfig.Match match, ObjectNode tree) {
        if (match.prefix().equals("/")) {
            tree.set("match", EnvoyYaml.parse("{prefix: /}"));
        } else if (match.strip().orElse(false)) {
            var rewrite = ((ObjectNode) tree.get("route")).putObject("regex_rewrite");
            rewrite.putObject("pattern").put("regex", "^" + match.prefix().replace(".", "\\.") + "/?");
            rewrite.put("substitution", "/");
        }
    }

    /**
     * Where all endpoints of an API are the operator's own, they are no strangers: they learn who calls, and their answers pass as they are.
     */
    private static void named(ApiRoute route, Topology topology, ObjectNode tree) {
        if (UpstreamClusters.checks(topology.pools(route.api()))) {
            tree.putArray("request_headers_to_remove").add("x-weir-caller").add("x-weir-trace");
            tree.remove("response_headers_to_add");
        }
    }

    private static ObjectNode cors(Cors cors) {
        var tree = EnvoyYaml.parse(CORS);
        var origins = (ArrayNode) tree.get("allow_origin_string_match");
        for (var origin : cors.origins()) {
            if (origin.equals(Cors.ANY)) {
                origins.addObject().putObject("safe_regex").put("regex", ".+");
            } else {
                origins.addObject().put("exact", origin);
            }
        }
        return tree;
    }

    /** One cluster is named; several share by weights: those of pools, each divided between the rest, the control and the canary. */
    private static void target(ApiRoute route, ObjectNode action) {
        var split = route.canary().filter(canary -> canary.percent() > 0);
        if (route.pools().size() == 1 && split.isEmpty()) {
            action.put("cluster", route.cluster(route.pools().getFirst()));
            return;
        }
        var clusters = action.putObject("weighted_clusters").putArray("clusters");
        int percent = split.map(Canary::percent).orElse(0);
        add(clusters, route::cluster, route.pools(), 100 - 2 * percent);
        split.ifPresent(canary -> {
            add(clusters, route::controlCluster, route.pools(), percent);
            add(clusters, route::canaryCluster, canary.pools(), percent);
        });
    }

    /** Pools without a usable node share alike: a weight of 0 for all is none that Envoy takes. */
    private static void add(
            ArrayNode clusters, Function<PoolEndpoints, String> name, List<PoolEndpoints> pools, int percent) {
        long all = pools.stream().mapToLong(PoolEndpoints::weight).sum();
        for (var pool : pools) {
            long part = all == 0 ? WHOLE / pools.size() : WHOLE * pool.weight() / all;
            clusters.addObject().put("name", name.apply(pool)).put("weight", percent * part);
        }
    }
}
