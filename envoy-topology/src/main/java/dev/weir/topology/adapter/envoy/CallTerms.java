package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.HeaderEdits.Edits;
import dev.weir.config.Timeouts;
import dev.weir.config.WeirConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What an API's route says of a call's time, tries, body, headers and answer. */
final class CallTerms {
    /** The listener's own; beyond it a stream without a byte ends, also where the route gives it more time. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(15), Optional.empty());

    private static final String COMPRESSED = """
            "@type": type.googleapis.com/envoy.extensions.filters.http.compressor.v3.CompressorPerRoute
            overrides: {response_direction_config: {}}
            """;

    /** A dictionary of structured fields (RFC 9651). */
    private static final String COST = "attempts=%UPSTREAM_REQUEST_ATTEMPT_COUNT%, "
            + "units=%DYNAMIC_METADATA(envoy.filters.http.ext_authz:units)%, "
            + "price=\"%UPSTREAM_METADATA(weir:tokens)%\", node=\"%UPSTREAM_METADATA(weir:node)%\"";

    /** The same where the judge says that this call's caller may know; else every part is empty, and an empty header is none. (CEL in Envoy joins no texts.) */
    private static final String COST_OF_ONE = part("'attempts='")
            + part("upstream.request_attempt_count")
            + part("', units='")
            + part("metadata.filter_metadata['envoy.filters.http.ext_authz'].units")
            + part("', price=\"'")
            + part("xds.upstream_host_metadata.filter_metadata['weir'].tokens")
            + part("'\", node=\"'")
            + part("xds.upstream_host_metadata.filter_metadata['weir'].node")
            + part("'\"'");

    private static String part(String value) {
        return "%CEL(has(metadata.filter_metadata['envoy.filters.http.ext_authz'].traced) ? " + value + " : '')%";
    }

    private CallTerms() {}

    static void into(ObjectNode route, WeirConfig.Api api) {
        times((ObjectNode) route.get("route"), api);
        tag(route, api);
        edit(route, "request", api.headers().request());
        edit(route, "response", api.headers().response());
        if (api.cost().orElse(false)) {
            add(route.withArrayProperty("response_headers_to_add"), "x-weir-cost", COST);
        } else if (!api.trace().isEmpty()) {
            add(route.withArrayProperty("response_headers_to_add"), "x-weir-cost", COST_OF_ONE);
        }
        var filters = (ObjectNode) route.get("typed_per_filter_config");
        api.answer().ifPresent(longest -> AnswerBound.into(filters, longest));
        if (api.compression().orElse(false)) {
            filters.set("weir.brotli", EnvoyYaml.parse(COMPRESSED));
            filters.set("weir.gzip", EnvoyYaml.parse(COMPRESSED));
        }
    }

    /** What the log of attempts has to know. */
    private static void tag(ObjectNode route, WeirConfig.Api api) {
        var tags = route.objectNode();
        if (!api.timeouts().stalled().equals(USUAL.stalled())) {
            tags.put("stalled", Long.toString(api.timeouts().stalled().toMillis()));
        }
        if (api.hedges()) {
            tags.put("hedged", "true");
        }
        if (!tags.isEmpty()) {
            route.putObject("metadata").putObject("filter_metadata").set("weir", tags);
        }
    }

    private static void times(ObjectNode action, WeirConfig.Api api) {
        var timeouts = api.timeouts();
        action.put("timeout", seconds(timeouts.request()));
        var retry = (ObjectNode) action.get("retry_policy");
        retry.put("num_retries", api.retries().orElseThrow());
        retry.put("per_try_timeout", seconds(timeouts.longestTry()));
        if (timeouts.request().compareTo(IDLE) > 0) {
            action.put("idle_timeout", seconds(timeouts.request()));
        }
    }

    private static void edit(ObjectNode route, String direction, Edits edits) {
        if (!edits.set().isEmpty()) {
            var set = route.withArrayProperty(direction + "_headers_to_add");
            edits.set().forEach((name, value) -> add(set, name, value.replace("%", "%%")));
        }
        if (!edits.remove().isEmpty()) {
            var remove = route.withArrayProperty(direction + "_headers_to_remove");
            edits.remove().forEach(remove::add);
        }
    }

    private static void add(ArrayNode headers, String name, String value) {
        var header = headers.addObject();
        header.putObject("header").put("key", name).put("value", value);
        header.put("append_action", "OVERWRITE_IF_EXISTS_OR_ADD");
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }
}
