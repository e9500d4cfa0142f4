package dev.weir.judge.relay.adapter.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.weir.xds.adapter.envoy.XdsResources;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;

/** One gateway with one API, by the weight of its only endpoint. */
final class Telling {
    static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;
    static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    static final String LISTENERS = Resources.V3.LISTENER_TYPE_URL;
    static final String ROUTES = Resources.V3.ROUTE_TYPE_URL;

    private Telling() {}

    static XdsResources resources(int weight) {
        return new XdsResources(
                List.of(Listener.newBuilder().setName("gateway").build()),
                List.of(RouteConfiguration.newBuilder().setName("gateway").build()),
                List.of(Cluster.newBuilder()
                        .setName("quotes.edge")
                        .setType(Cluster.DiscoveryType.EDS)
                        .build()),
                List.of(endpoints(weight)));
    }

    private static ClusterLoadAssignment endpoints(int weight) {
        var endpoints = ClusterLoadAssignment.newBuilder().setClusterName("quotes.edge");
        endpoints.addEndpointsBuilder().addLbEndpointsBuilder().setLoadBalancingWeight(UInt32Value.of(weight));
        return endpoints.build();
    }

    static int weight(Any endpoints) throws Exception {
        return endpoints
                .unpack(ClusterLoadAssignment.class)
                .getEndpoints(0)
                .getLbEndpoints(0)
                .getLoadBalancingWeight()
                .getValue();
    }

    /** As one stream of the control plane tells it. */
    static void all(KeptConfiguration kept, int weight) throws Exception {
        var all = resources(weight);
        kept.began();
        kept.told(response(CLUSTERS, all.clusters()));
        kept.told(response(ENDPOINTS, all.endpoints()));
        kept.told(response(LISTENERS, all.listeners()));
        kept.told(response(ROUTES, all.routes()));
    }

    static DiscoveryResponse response(String type, List<? extends Message> resources) {
        return DiscoveryResponse.newBuilder()
                .setTypeUrl(type)
                .addAllResources(resources.stream().map(Any::pack).toList())
                .build();
    }
}
