package dev.weir.xds.adapter.envoy;

import com.google.protobuf.Message;
import io.envoyproxy.controlplane.cache.SnapshotResources;
import io.envoyproxy.controlplane.cache.VersionedResource;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * java-control-plane's snapshot, with versions that are hashes of content: of each resource and of each type. What did not change keeps its version, also
 * over a restart. (The library's own are of {@code hashCode}, which is another in each process.)
 */
public final class ContentSnapshot extends Snapshot {
    private final SnapshotResources<Cluster> clusters;
    private final SnapshotResources<ClusterLoadAssignment> endpoints;
    private final SnapshotResources<Listener> listeners;
    private final SnapshotResources<RouteConfiguration> routes;

    private ContentSnapshot(
            SnapshotResources<Cluster> clusters,
            SnapshotResources<ClusterLoadAssignment> endpoints,
            SnapshotResources<Listener> listeners,
            SnapshotResources<RouteConfiguration> routes) {
        this.clusters = clusters;
        this.endpoints = endpoints;
        this.listeners = listeners;
        this.routes = routes;
    }

    public static ContentSnapshot of(XdsResources resources) {
        return new ContentSnapshot(
                versioned(resources.clusters()),
                versioned(resources.endpoints()),
                versioned(resources.listeners()),
                versioned(resources.routes()));
    }

    /** The same but for the endpoints. */
    public ContentSnapshot with(List<ClusterLoadAssignment> others) {
        return new ContentSnapshot(clusters, versioned(others), listeners, routes);
    }

    private static <T extends Message> SnapshotResources<T> versioned(List<T> resources) {
        var all = sha256();
        var each = resources.stream()
                .map(resource -> {
                    var bytes = resource.toByteArray();
                    all.update(bytes);
                    return VersionedResource.create(resource, version(sha256().digest(bytes)));
                })
                .toList();
        return SnapshotResources.create(each, version(all.digest()));
    }

    private static String version(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public SnapshotResources<Cluster> clusters() {
        return clusters;
    }

    @Override
    public SnapshotResources<ClusterLoadAssignment> endpoints() {
        return endpoints;
    }

    @Override
    public SnapshotResources<Listener> listeners() {
        return listeners;
    }

    @Override
    public SnapshotResources<RouteConfiguration> routes() {
        return routes;
    }

    @Override
    public SnapshotResources<Secret> secrets() {
        return SnapshotResources.create(List.of(), "");
    }
}
