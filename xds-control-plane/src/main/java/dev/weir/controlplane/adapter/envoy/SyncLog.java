package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/**
 * Remembers, per gateway, whether it is connected, what it took and what it refused.
 *
 * <p>java-control-plane answers a refusal (NACK) at once with the same resource; {@link #onV3StreamRequest} slows that down to
 * one round a second, so that a bad resource costs no core.
 */
final class SyncLog implements DiscoveryServerCallbacks {
    private static final Logger LOG = Logger.getLogger(SyncLog.class.getName());
    private static final int MAX_GATEWAYS = 1_000;

    private final Map<Long, String> names = new ConcurrentHashMap<>();
    private final Map<String, GatewaySync> gateways = new ConcurrentHashMap<>();

    Map<String, GatewaySync> gateways() {
        return new TreeMap<>(gateways);
    }

    @Override
    public void onV3StreamRequest(long streamId, DiscoveryRequest request) {
        if (request.hasNode() && names.size() < MAX_GATEWAYS) {
            names.putIfAbsent(streamId, request.getNode().getId());
        }
        var name = names.getOrDefault(streamId, "unnamed");
        var before = gateways.getOrDefault(name, new GatewaySync(true, 0, ""));
        if (request.hasErrorDetail()) {
            var refusal = request.getTypeUrl() + ": " + request.getErrorDetail().getMessage();
            if (!refusal.equals(before.lastRefusal())) {
                LOG.warning("gateway " + name + " refused " + refusal);
            }
            gateways.put(name, new GatewaySync(true, before.acknowledged(), refusal));
            LockSupport.parkNanos(1_000_000_000L);
        } else {
            long taken = before.acknowledged() + (request.getVersionInfo().isEmpty() ? 0 : 1);
            gateways.put(
                    name, new GatewaySync(true, taken, request.getVersionInfo().isEmpty() ? before.lastRefusal() : ""));
        }
    }

    @Override
    public void onStreamClose(long streamId, String typeUrl) {
        closed(streamId);
    }

    @Override
    public void onStreamCloseWithError(long streamId, String typeUrl, Throwable error) {
        closed(streamId);
    }

    private void closed(long streamId) {
        var name = names.remove(streamId);
        if (name != null && !names.containsValue(name)) {
            gateways.computeIfPresent(
                    name, (key, old) -> new GatewaySync(false, old.acknowledged(), old.lastRefusal()));
        }
    }

    @Override
    public void onV3StreamDeltaRequest(long streamId, DeltaDiscoveryRequest request) throws RequestException {
        throw new RequestException(Status.UNIMPLEMENTED.withDescription("Weir speaks state of the world ADS"));
    }
}
