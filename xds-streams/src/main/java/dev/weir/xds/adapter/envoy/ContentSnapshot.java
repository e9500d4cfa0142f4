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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * java-control-plane's snapshot, with versions that are hashes of content: of each resource, and of each type that of its resources' versions. What did not change keeps its version, also
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

    private static final ContentSnapshot EMPTY = new ContentSnapshot(none(), none(), none(), none());

    public static ContentSnapshot of(XdsResources resources) {
        return EMPTY.next(resources);
    }

    /** What comes after this. What is the same object as here is not read again. */
    public ContentSnapshot next(XdsResources resources) {
        return new ContentSnapshot(
                versioned(resources.clusters(), clusters),
                versioned(resources.endpoints(), endpoints),
                versioned(resources.listeners(), listeners),
                versioned(resources.routes(), routes));
    }

    /** The same but for the endpoints. */
    public ContentSnapshot with(List<ClusterLoadAssignment> others) {
        return new ContentSnapshot(clusters, versioned(others, endpoints), listeners, routes);
    }

    private static <T extends Message> SnapshotResources<T> versioned(List<T> resources, SnapshotResources<T> before) {
        var known = new IdentityHashMap<T, VersionedResource<T>>();
        before.versionedResources().values().forEach(resource -> known.put(resource.resource(), resource));
        var all = sha256();
        var each = new ArrayList<VersionedResource<T>>(resources.size());
        for (var resource : resources) {
            var versioned = known.get(resource);
            if (versioned == null) {
                versioned = VersionedResource.create(resource, version(sha256().digest(resource.toByteArray())));
            }
            all.update(versioned.version().getBytes(StandardCharsets.US_ASCII));
            each.add(versioned);
        }
        return SnapshotResources.create(each, version(all.digest()));
    }

    private static <T extends Message> SnapshotResources<T> none() {
        return SnapshotResources.create(List.of(), "");
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
        return none();
    }
}
