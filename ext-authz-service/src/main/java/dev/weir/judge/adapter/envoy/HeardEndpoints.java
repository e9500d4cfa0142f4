package dev.weir.judge.adapter.envoy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.balancing.PickCandidate;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.model.NodeId;
import dev.weir.xds.adapter.envoy.EnvoyAddress;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/** Envoy's endpoints as those that a pick chooses from. The last good ones stay while the control plane is away. */
public final class HeardEndpoints implements ConfigurationListener {
    private static final Set<HealthStatus> UNUSABLE =
            Set.of(HealthStatus.UNHEALTHY, HealthStatus.DRAINING, HealthStatus.TIMEOUT);

    private final EndpointDirectory directory;

    public HeardEndpoints(EndpointDirectory directory) {
        this.directory = directory;
    }

    @Override
    public void told(DiscoveryResponse response) throws InvalidProtocolBufferException {
        if (!response.getTypeUrl().equals(Resources.V3.ENDPOINT_TYPE_URL)) {
            return;
        }
        var byCluster = new HashMap<String, List<PickCandidate>>();
        for (var resource : response.getResourcesList()) {
            var assignment = resource.unpack(ClusterLoadAssignment.class);
            byCluster.put(
                    assignment.getClusterName(),
                    assignment.getEndpointsList().stream()
                            .flatMap(locality -> locality.getLbEndpointsList().stream())
                            .map(HeardEndpoints::candidate)
                            .toList());
        }
        directory.replace(byCluster);
    }

    private static PickCandidate candidate(LbEndpoint endpoint) {
        var weir = endpoint.getMetadata().getFilterMetadataOrDefault("weir", Struct.getDefaultInstance());
        return new PickCandidate(
                new NodeId(text(weir, "node")),
                EnvoyAddress.read(endpoint.getEndpoint().getAddress()),
                !UNUSABLE.contains(endpoint.getHealthStatus()),
                price(text(weir, "price")));
    }

    /** In base units; an endpoint without one is free. */
    private static double price(String text) {
        return text.isEmpty() ? 0 : new BigDecimal(text).doubleValue();
    }

    private static String text(Struct struct, String field) {
        return struct.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
    }
}
