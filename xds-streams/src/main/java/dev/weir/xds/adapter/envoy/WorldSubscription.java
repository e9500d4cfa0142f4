package dev.weir.xds.adapter.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.cache.VersionedResource;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * In the variant "state of the world": every request names all that is wanted, every response carries all of that which exists. Of listeners and clusters what is missing in a response is
 * gone, and no name stands for all; of the others it is only not there, which nobody says, so that a response without news is never sent.
 */
final class WorldSubscription implements Subscription<DiscoveryRequest, DiscoveryResponse> {
    private final String typeUrl;
    private final ResourceType type;
    private final boolean missingIsGone;
    private final Map<String, VersionedResource<?>> told = new TreeMap<>();
    private Set<String> names = Set.of();
    private String nonce = "";
    private boolean began;
    private boolean named;
    private boolean awaiting;
    /** The client asked for what it did not ask for before. */
    private boolean owed;
    /** The version of everything that it had when it came. */
    private String known = "";

    WorldSubscription(String typeUrl, ResourceType type) {
        this.typeUrl = typeUrl;
        this.type = type;
        this.missingIsGone = Subscription.isRoot(type);
    }

    @Override
    public boolean take(DiscoveryRequest request) throws StatusException {
        if (!nonce.isEmpty() && !request.getResponseNonce().equals(nonce)) {
            return false;
        }
        if (request.getResourceNamesCount() > MAX_NAMES) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("more than " + MAX_NAMES + " names of " + typeUrl)
                    .asException();
        }
        var wanted = new HashSet<>(request.getResourceNamesList());
        named |= !wanted.isEmpty();
        if (!named && missingIsGone) {
            wanted.add(WILDCARD);
        }
        var added = new HashSet<>(wanted);
        added.removeAll(names);
        names = wanted;
        told.keySet().removeIf(name -> added.contains(name) || !wants(name));
        owed |= missingIsGone && !added.isEmpty();
        if (!began && missingIsGone && wanted.equals(Set.of(WILDCARD))) {
            known = request.getVersionInfo();
        }
        began = true;
        awaiting = false;
        return true;
    }

    private boolean wants(String name) {
        return names.contains(name) || names.contains(WILDCARD);
    }

    @Override
    public Optional<News<DiscoveryResponse>> next(Snapshot snapshot, boolean keep, String nonce) {
        var current = current(snapshot);
        if (!known.isEmpty() && known.equals(snapshot.version(type))) {
            told.putAll(current);
            owed = false;
        }
        known = "";
        if (!missingIsGone) {
            told.keySet().retainAll(current.keySet());
        }
        var version = snapshot.version(type);
        if (keep && !current.keySet().containsAll(told.keySet())) {
            var both = new LinkedHashMap<>(told);
            both.putAll(current);
            current = both;
            version += "+leaving";
        }
        var changed = changed(current);
        if (awaiting || !owed && changed.isEmpty() && told.keySet().equals(current.keySet())) {
            return Optional.empty();
        }
        told.clear();
        told.putAll(current);
        owed = false;
        awaiting = true;
        this.nonce = nonce;
        var response = DiscoveryResponse.newBuilder()
                .setTypeUrl(typeUrl)
                .setVersionInfo(version)
                .setNonce(nonce);
        current.values().forEach(each -> response.addResources(Any.pack(each.resource())));
        return Optional.of(new News<>(response.build(), changed));
    }

    private Map<String, VersionedResource<?>> current(Snapshot snapshot) {
        var current = new LinkedHashMap<>(snapshot.versionedResources(type));
        current.keySet().removeIf(name -> !wants(name));
        return current;
    }

    private Set<String> changed(Map<String, VersionedResource<?>> current) {
        var changed = new HashSet<String>();
        current.forEach((name, resource) -> {
            var before = told.get(name);
            if (before == null || !before.version().equals(resource.version())) {
                changed.add(name);
            }
        });
        return changed;
    }

    @Override
    public boolean settled(Snapshot snapshot) {
        return changed(current(snapshot)).isEmpty();
    }

    @Override
    public boolean awaiting() {
        return awaiting;
    }

    @Override
    public void recall(Set<String> names) {
        told.keySet().removeAll(names);
    }
}
