package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code envoy-config/tracing.yaml} with a collector's place and the part of the calls in it. */
final class TracingTree {
    private static final String MANAGER = "/filter_chains/0/filters/%d/typed_config";

    private TracingTree() {}

    /** Makes the gateway's listener trace. */
    static void into(ObjectNode listener, Tracing tracing) {
        var settings = ((ObjectNode) file().at("/static_resources/listeners/0" + MANAGER.formatted(0) + "/tracing"));
        var tracer = (ObjectNode) settings.at("/provider/typed_config");
        ((ObjectNode) tracer.at("/http_service/http_uri")).put("uri", tracing.spans());
        ((ObjectNode) tracer.at("/sampler/typed_config/sampling_percentage"))
                .put("numerator", Math.round(tracing.ratio() * 1_000_000));
        ((ObjectNode) listener.at(MANAGER.formatted(1))).set("tracing", settings);
    }

    /** The collector's cluster, its place not yet in it. */
    static ObjectNode cluster() {
        return (ObjectNode) file().at("/static_resources/clusters/0");
    }

    private static ObjectNode file() {
        return EnvoyYaml.resource("tracing.yaml");
    }
}
