package dev.weir.judge.relay.adapter.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.weir.xds.adapter.envoy.ContentSnapshot;
import dev.weir.xds.adapter.envoy.XdsResources;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the control plane told of each type, by the type's URL. Every resource can be read. */
record Told(Map<String, List<Any>> byType) {
    static final Told NOTHING = new Told(Map.of());

    private static final Map<String, Class<? extends Message>> TYPES = Map.of(
            Resources.V3.CLUSTER_TYPE_URL, Cluster.class,
            Resources.V3.ENDPOINT_TYPE_URL, ClusterLoadAssignment.class,
            Resources.V3.LISTENER_TYPE_URL, Listener.class,
            Resources.V3.ROUTE_TYPE_URL, RouteConfiguration.class);

    Told {
        byType = Map.copyOf(byType);
    }

    /** With all there is of one type. @throws InvalidProtocolBufferException where a resource is not of its type */
    Told with(DiscoveryResponse response) throws InvalidProtocolBufferException {
        var type = TYPES.get(response.getTypeUrl());
        if (type == null) {
            throw new IllegalArgumentException(
                    "'" + response.getTypeUrl() + "' is no type of a gateway's configuration");
        }
        for (var resource : response.getResourcesList()) {
            resource.unpack(type);
        }
        var more = new HashMap<>(byType);
        more.put(response.getTypeUrl(), List.copyOf(response.getResourcesList()));
        return new Told(more);
    }

    /** Whether all four types are there: a gateway that knows half of it would refuse calls. */
    boolean whole() {
        return byType.keySet().equals(TYPES.keySet());
    }

    /** As gateways are told it. Made anew each time: few ask, and the control plane tells often. */
    ContentSnapshot snapshot() {
        return ContentSnapshot.of(new XdsResources(
                read(Resources.V3.LISTENER_TYPE_URL, Listener.class),
                read(Resources.V3.ROUTE_TYPE_URL, RouteConfiguration.class),
                read(Resources.V3.CLUSTER_TYPE_URL, Cluster.class),
                read(Resources.V3.ENDPOINT_TYPE_URL, ClusterLoadAssignment.class)));
    }

    private <T extends Message> List<T> read(String typeUrl, Class<T> type) {
        var read = new ArrayList<T>();
        for (var resource : byType.getOrDefault(typeUrl, List.of())) {
            try {
                read.add(resource.unpack(type));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("it was read when it was told", e);
            }
        }
        return read;
    }
}
