package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.config.MethodPools;
import dev.weir.model.NodeId;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;

/**
 * How Envoy keeps a call to the endpoints that answer it, where some pools answer some methods alone: each endpoint names its groups, the judge names the call's ({@code
 * x-weir-group}, which the listener makes metadata of), and what {@code override_host} falls back to is a subset. A call without a group may go anywhere; of a group nobody is left of, nowhere.
 */
final class MethodGroups {
    private static final String SUBSET = """
            policies:
            - typed_extension_config:
                name: envoy.load_balancing_policies.subset
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.load_balancing_policies.subset.v3.Subset
                  fallback_policy: ANY_ENDPOINT
                  subset_selectors: [{keys: [group], fallback_policy: NO_FALLBACK}]
                  list_as_any: true
            """;

    private MethodGroups() {}

    /** @param cluster one that is picked from */
    static void into(ObjectNode cluster, MethodPools pools) {
        if (!pools.any()) {
            return;
        }
        var override = (ObjectNode) cluster.at("/load_balancing_policy/policies/0/typed_extension_config/typed_config");
        var subset = EnvoyYaml.parse(SUBSET);
        ((ObjectNode) subset.at("/policies/0/typed_extension_config/typed_config"))
                .set("subset_lb_policy", override.get("fallback_policy"));
        override.set("fallback_policy", subset);
    }

    static void into(LbEndpoint.Builder endpoint, MethodPools pools, NodeId node) {
        if (!pools.any()) {
            return;
        }
        var groups = ListValue.newBuilder();
        pools.groups(node).forEach(group -> groups.addValues(Value.newBuilder().setStringValue(group)));
        endpoint.getMetadataBuilder()
                .putFilterMetadata(
                        "envoy.lb",
                        Struct.newBuilder()
                                .putFields(
                                        "group",
                                        Value.newBuilder().setListValue(groups).build())
                                .build());
    }
}
