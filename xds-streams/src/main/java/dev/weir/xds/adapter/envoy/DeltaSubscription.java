package dev.weir.xds.adapter.envoy;

import com.google.protobuf.Any;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.cache.VersionedResource;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In the incremental variant: a request says what is wanted more and what no longer, a response what is new, another or gone. What is asked for by name is answered even where the client
 * has it, and said to be gone where there is none.
 */
final class DeltaSubscription implements Subscription<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    private final String typeUrl;
    private final ResourceType type;
    private final Set<String> names = new HashSet<>();
    /** Names the client waits for, though nothing changed. */
    private final Set<String> owed = new HashSet<>();
    /** Versions by name. */
    private final Map<String, String> told = new HashMap<>();

    private String nonce = "";
    private boolean began;
    private boolean awaiting;

    DeltaSubscription(String typeUrl, ResourceType type) {
        this.typeUrl = typeUrl;
        this.type = type;
    }

    @Override
    public boolean take(DeltaDiscoveryRequest request) throws StatusException {
        if (request.getResponseNonce().equals(nonce)) {
            awaiting = false;
        }
        request.getResourceNamesUnsubscribeList().forEach(this::unsubscribe);
        request.getResourceNamesSubscribeList().forEach(this::subscribe);
        if (!began) {
            if (Subscription.isRoot(type)
                    && request.getResourceNamesSubscribeCount() == 0
                    && request.getResourceNamesUnsubscribeCount() == 0) {
                subscribe(WILDCARD);
            }
            begin(request.getInitialResourceVersionsMap());
        }
        if (names.size() > MAX_NAMES) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("more than " + MAX_NAMES + " names of " + typeUrl)
                    .asException();
        }
        return true;
    }

    private void unsubscribe(String name) {
        if (!names.remove(name)) {
            return;
        }
        owed.remove(name);
        if (name.equals(WILDCARD)) {
            told.keySet().retainAll(names);
        } else {
            told.remove(name);
            if (names.contains(WILDCARD)) {
                owed.add(name);
            }
        }
    }

    private void subscribe(String name) {
        names.add(name);
        owed.add(name);
        if (name.equals(WILDCARD)) {
            told.clear();
        } else {
            told.remove(name);
        }
    }

    private void begin(Map<String, String> versions) {
        began = true;
        versions.forEach((name, version) -> {
            if (wants(name)) {
                told.put(name, version);
                owed.remove(name);
                owed.remove(WILDCARD);
            }
        });
    }

    private boolean wants(String name) {
        return names.contains(name) || names.contains(WILDCARD);
    }

    @Override
    public Optional<News<DeltaDiscoveryResponse>> next(Snapshot snapshot, boolean keep, String nonce) {
        if (awaiting && owed.isEmpty()) {
            return Optional.empty();
        }
        var all = snapshot.versionedResources(type);
        var changed = changed(all);
        var gone = new TreeSet<>(owed);
        if (!keep) {
            gone.addAll(told.keySet());
        }
        gone.removeAll(all.keySet());
        gone.remove(WILDCARD);
        boolean first = owed.contains(WILDCARD);
        owed.clear();
        if (changed.isEmpty() && gone.isEmpty() && !first) {
            return Optional.empty();
        }
        changed.forEach((name, resource) -> told.put(name, resource.version()));
        told.keySet().removeAll(gone);
        awaiting = true;
        this.nonce = nonce;
        var response = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(typeUrl)
                .setNonce(nonce)
                .setSystemVersionInfo(snapshot.version(type))
                .addAllRemovedResources(gone);
        changed.forEach((name, resource) -> response.addResources(Resource.newBuilder()
                .setName(name)
                .setVersion(resource.version())
                .setResource(Any.pack(resource.resource()))));
        return Optional.of(new News<>(response.build(), Set.copyOf(changed.keySet())));
    }

    private Map<String, VersionedResource<?>> changed(Map<String, ? extends VersionedResource<?>> all) {
        var changed = new TreeMap<String, VersionedResource<?>>(all);
        changed.entrySet()
                .removeIf(each ->
                        !wants(each.getKey()) || each.getValue().version().equals(told.get(each.getKey())));
        return changed;
    }

    @Override
    public boolean settled(Snapshot snapshot) {
        return changed(snapshot.versionedResources(type)).isEmpty();
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
