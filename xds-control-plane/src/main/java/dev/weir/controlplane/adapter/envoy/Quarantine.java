package dev.weir.controlplane.adapter.envoy;

import io.envoyproxy.controlplane.cache.ConfigWatcher;
import io.envoyproxy.controlplane.cache.DeltaResponse;
import io.envoyproxy.controlplane.cache.DeltaWatch;
import io.envoyproxy.controlplane.cache.DeltaXdsRequest;
import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.XdsRequest;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Holds back what was refused. java-control-plane answers a refusal (NACK) at once with the same resources, a loop that costs a
 * core; here a gateway that refused waits, as if it had taken them, until there is another version.
 */
final class Quarantine implements ConfigWatcher {
    private final SimpleCache<String> cache;
    private final Groups groups;
    private final SyncLog sync;

    Quarantine(SimpleCache<String> cache, Groups groups, SyncLog sync) {
        this.cache = cache;
        this.groups = groups;
        this.sync = sync;
    }

    @Override
    public Watch createWatch(
            boolean ads,
            XdsRequest request,
            Set<String> knownResourceNames,
            Consumer<Response> responseConsumer,
            boolean hasClusterChanged,
            boolean allowDefaultEmptyEdsUpdate) {
        var asked = request.v3Request();
        var snapshot = cache.getSnapshot(groups.hash(asked.getNode()));
        var version =
                snapshot == null ? "" : snapshot.version(request.getResourceType(), request.getResourceNamesList());
        boolean held = request.hasErrorDetail() && sync.refused(request.getTypeUrl(), version);
        return cache.createWatch(
                ads,
                held
                        ? XdsRequest.create(
                                asked.toBuilder().setVersionInfo(version).build())
                        : request,
                held ? Set.copyOf(request.getResourceNamesList()) : knownResourceNames,
                responseConsumer,
                hasClusterChanged && !held,
                allowDefaultEmptyEdsUpdate);
    }

    @Override
    public DeltaWatch createDeltaWatch(
            DeltaXdsRequest request,
            String requesterVersion,
            Map<String, String> resourceVersions,
            Set<String> pendingResources,
            boolean isWildcard,
            Consumer<DeltaResponse> responseConsumer,
            boolean hasClusterChanged) {
        return cache.createDeltaWatch(
                request,
                requesterVersion,
                resourceVersions,
                pendingResources,
                isWildcard,
                responseConsumer,
                hasClusterChanged);
    }
}
