package dev.weir.controlplane.adapter.envoy;

import com.google.protobuf.Message;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/** What one topology means to Envoy. The version of each type is the hash of its content, so that weights touch endpoints alone. */
record XdsResources(
        List<Listener> listeners,
        List<RouteConfiguration> routes,
        List<Cluster> clusters,
        List<ClusterLoadAssignment> endpoints) {
    XdsResources {
        listeners = List.copyOf(listeners);
        routes = List.copyOf(routes);
        clusters = List.copyOf(clusters);
        endpoints = List.copyOf(endpoints);
    }

    XdsResources with(UnaryOperator<Cluster> change) {
        return new XdsResources(listeners, routes, clusters.stream().map(change).toList(), endpoints);
    }

    XdsResources with(List<ClusterLoadAssignment> others) {
        return new XdsResources(listeners, routes, clusters, others);
    }

    Snapshot snapshot() {
        return snapshot("");
    }

    /** @param edition of endpoints: another one is told anew, whatever they are */
    Snapshot snapshot(String edition) {
        return Snapshot.create(
                clusters,
                version(clusters),
                endpoints,
                version(endpoints) + edition,
                listeners,
                version(listeners),
                routes,
                version(routes),
                List.of(),
                "none");
    }

    private static String version(List<? extends Message> resources) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            resources.forEach(resource -> digest.update(resource.toByteArray()));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
