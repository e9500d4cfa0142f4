package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Remembers, per gateway, whether it is connected, what it took and what it refused. Any thread. */
final class SyncLog implements DiscoveryServerCallbacks {
    private static final Logger LOG = Logger.getLogger(SyncLog.class.getName());
    private static final int MAX_STREAMS = 10_000;
    private static final int MAX_GATEWAYS = 1_000;
    private static final int MAX_REFUSAL = 2_000;
    private static final GatewaySync NEW = new GatewaySync(true, 0, "");

    /** The gateway by stream. */
    private final Map<Long, String> streams = new HashMap<>();
    /** The gateway by stream, where it asked for endpoints and said who it is. */
    private final Map<Long, String> addressable = new HashMap<>();

    private final TreeMap<String, GatewaySync> gateways = new TreeMap<>();

    synchronized Map<String, GatewaySync> gateways() {
        return new TreeMap<>(gateways);
    }

    synchronized Set<String> addressable() {
        return Set.copyOf(addressable.values());
    }

    @Override
    public void onV3StreamRequest(long streamId, DiscoveryRequest request) throws RequestException {
        boolean acknowledges = !request.getVersionInfo().isEmpty()
                && !request.getResponseNonce().isEmpty();
        seen(
                streamId,
                request.getNode().getId(),
                request.getTypeUrl(),
                request.hasErrorDetail() ? request.getErrorDetail() : null,
                acknowledges);
    }

    @Override
    public void onV3StreamDeltaRequest(long streamId, DeltaDiscoveryRequest request) throws RequestException {
        seen(
                streamId,
                request.getNode().getId(),
                request.getTypeUrl(),
                request.hasErrorDetail() ? request.getErrorDetail() : null,
                !request.getResponseNonce().isEmpty());
    }

    private synchronized void seen(
            long streamId, String node, String type, com.google.rpc.@Nullable Status refusal, boolean acknowledges)
            throws RequestException {
        if (!streams.containsKey(streamId)) {
            if (streams.size() == MAX_STREAMS) {
                throw new RequestException(
                        Status.RESOURCE_EXHAUSTED.withDescription("more than " + MAX_STREAMS + " streams are open"));
            }
            streams.put(streamId, node);
        }
        var gateway = streams.getOrDefault(streamId, node);
        if (type.equals(Resources.V3.ENDPOINT_TYPE_URL) && !gateway.isEmpty()) {
            addressable.put(streamId, gateway);
        }
        if (!gateways.containsKey(gateway) && gateways.size() >= MAX_GATEWAYS) {
            gateways.values().removeIf(sync -> !sync.connected());
        }
        var before = gateways.getOrDefault(gateway, NEW);
        if (gateways.size() < MAX_GATEWAYS || gateways.containsKey(gateway)) {
            gateways.put(
                    gateway,
                    refusal == null
                            ? taken(before, type, acknowledges)
                            : refused(gateway, before, type, refusal.getMessage()));
        }
    }

    private static GatewaySync refused(String gateway, GatewaySync before, String type, String why) {
        var words = type + ": " + why;
        var refusal = words.length() <= MAX_REFUSAL ? words : words.substring(0, MAX_REFUSAL);
        if (!refusal.equals(before.lastRefusal())) {
            LOG.warning("gateway " + gateway + " refused " + refusal);
        }
        return new GatewaySync(true, before.acknowledged(), refusal);
    }

    /** Taking another type's resources does not mend what was refused. */
    private static GatewaySync taken(GatewaySync before, String type, boolean acknowledges) {
        boolean mends = acknowledges && before.lastRefusal().startsWith(type + ": ");
        return new GatewaySync(true, before.acknowledged() + (acknowledges ? 1 : 0), mends ? "" : before.lastRefusal());
    }

    @Override
    public void onStreamClose(long streamId, String typeUrl) {
        closed(streamId);
    }

    @Override
    public void onStreamCloseWithError(long streamId, String typeUrl, Throwable error) {
        closed(streamId);
    }

    private synchronized void closed(long streamId) {
        addressable.remove(streamId);
        var gateway = streams.remove(streamId);
        if (gateway != null && !streams.containsValue(gateway)) {
            gateways.computeIfPresent(
                    gateway, (key, old) -> new GatewaySync(false, old.acknowledged(), old.lastRefusal()));
        }
    }
}
