package dev.weir.topology.adapter.envoy;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.CallRate;
import dev.weir.config.CallerLimit;
import dev.weir.model.ApiName;
import dev.weir.model.Tier;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits that Envoy holds by itself, of each address before the judge and of each caller behind it. They stand at the routes, because all filter chains
 * share those and their counts.
 */
final class LocalLimits {
    private static final String ADDRESS = """
            "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
            stat_prefix: address
            token_bucket: {max_tokens: 100000, tokens_per_fill: 100000, fill_interval: 1s}
            filter_enabled: {default_value: {numerator: 100}}
            filter_enforced: {default_value: {numerator: 100}}
            max_dynamic_descriptors: 10000
            rate_limits: [{actions: [{masked_remote_address: {v4_prefix_mask_len: 32, v6_prefix_mask_len: 64}}]}]
            descriptors:
            - entries: [{key: masked_remote_address}]
              token_bucket: {max_tokens: %1$d, tokens_per_fill: %1$d, fill_interval: 1s}
            """;

    /** By the judge's word, as the rate limit service is asked. */
    private static final String CALLERS = """
            "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
            stat_prefix: local
            token_bucket: {max_tokens: 20000, tokens_per_fill: 20000, fill_interval: 1s}
            filter_enabled: {default_value: {numerator: 100}}
            filter_enforced: {default_value: {numerator: 100}}
            max_dynamic_descriptors: 10000
            rate_limits: []
            descriptors: []
            """;

    private LocalLimits() {}

    /** By filter. @param calls what the rate limit service is told of a request */
    static ObjectNode of(Topology topology, ArrayNode calls) {
        var limits = EnvoyYaml.parse("{}");
        limits.set(
                "weir.address_limit",
                EnvoyYaml.parse(ADDRESS.formatted(topology.edge().requests().orElseThrow())));
        limits.set("envoy.filters.http.local_ratelimit", callers(inForce(topology), calls));
        return limits;
    }

    /** What an API's own lines say is stronger than the files. */
    private static List<CallerLimit> inForce(Topology topology) {
        var own = topology.apis().stream()
                .map(ApiRoute::api)
                .flatMap(api -> api.limits().stream()
                        .flatMap(limits ->
                                Stream.of(Tier.values()).map(tier -> limit(api.name(), tier, limits.of(tier)))))
                .toList();
        var apis = own.stream().map(CallerLimit::api).collect(toSet());
        return Stream.concat(topology.limits().stream().filter(limit -> !apis.contains(limit.api())), own.stream())
                .toList();
    }

    private static CallerLimit limit(ApiName api, Tier tier, CallRate rate) {
        return new CallerLimit(
                api, tier, Optional.empty(), rate.calls(), rate.unit().length());
    }

    private static ObjectNode callers(List<CallerLimit> limits, ArrayNode calls) {
        var tree = EnvoyYaml.parse(CALLERS);
        // What the judge tells the service; here the numbers stand below.
        calls.forEach(each -> ((ObjectNode) each).remove("limit"));
        tree.set("rate_limits", calls);
        var descriptors = (ArrayNode) tree.get("descriptors");
        for (var limit : limits) {
            var descriptor = descriptors.addObject();
            var entries = descriptor.putArray("entries");
            entries.addObject().put("key", "api").put("value", limit.api().value());
            entries.addObject().put("key", "tier").put("value", limit.tier().word());
            var caller = entries.addObject().put("key", "caller");
            limit.caller().ifPresent(value -> caller.put("value", value));
            descriptor
                    .putObject("token_bucket")
                    .put("max_tokens", limit.calls())
                    .put("tokens_per_fill", limit.calls())
                    .put("fill_interval", limit.per().toSeconds() + "s");
        }
        return tree;
    }
}
