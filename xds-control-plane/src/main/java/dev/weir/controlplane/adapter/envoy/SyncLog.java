package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Status;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;

/** Remembers, per gateway, whether it is connected, what it took and what it refused; and which versions anybody refused. Any thread. */
final class SyncLog implements DiscoveryServerCallbacks {
    private static final Logger LOG = Logger.getLogger(SyncLog.class.getName());
    private static final int MAX_STREAMS = 10_000;
    private static final int MAX_GATEWAYS = 1_000;
    private static final int MAX_REFUSED = 1_000;
    private static final int MAX_REFUSAL = 2_000;
    private static final GatewaySync NEW = new GatewaySync(true, 0, "");

    private final Map<Long, Stream> streams = new HashMap<>();
    /** By stream, the gateway that said who it is when it last asked for endpoints. */
    private final Map<Long, String> named = new HashMap<>();

    private final TreeMap<String, GatewaySync> gateways = new TreeMap<>();
    private final LinkedHashSet<String> refused = new LinkedHashSet<>();

    /** @param sent the last version by type */
    private record Stream(String gateway, Map<String, String> sent) {}

    synchronized Map<String, GatewaySync> gateways() {
        return new TreeMap<>(gateways);
    }

    synchronized Set<String> addressable() {
        return Set.copyOf(named.values());
    }

    /** Whether a gateway said no to this version of this type. */
    synchronized boolean refused(String typeUrl, String version) {
        return refused.contains(typeUrl + "@" + version);
    }

    @Override
    public synchronized void onV3StreamRequest(long streamId, DiscoveryRequest request) throws RequestException {
        if (!streams.containsKey(streamId)) {
            if (streams.size() == MAX_STREAMS) {
                throw new RequestException(
                        Status.RESOURCE_EXHAUSTED.withDescription("more than " + MAX_STREAMS + " streams are open"));
            }
            streams.put(streamId, new Stream(request.getNode().getId(), new HashMap<>()));
        }
        var stream = streams.get(streamId);
        if (request.getTypeUrl().equals(Resources.V3.ENDPOINT_TYPE_URL)) {
            if (request.getNode().getId().isEmpty()) {
                named.remove(streamId);
            } else {
                named.put(streamId, stream.gateway());
            }
        }
        if (request.hasErrorDetail()) {
            refuse(stream, request.getTypeUrl());
        }
        if (!gateways.containsKey(stream.gateway()) && gateways.size() >= MAX_GATEWAYS) {
            gateways.values().removeIf(sync -> !sync.connected());
        }
        var before = gateways.getOrDefault(stream.gateway(), NEW);
        if (gateways.size() < MAX_GATEWAYS || gateways.containsKey(stream.gateway())) {
            gateways.put(
                    stream.gateway(),
                    request.hasErrorDetail()
                            ? refusal(stream, request, before)
                            : new GatewaySync(
                                    true,
                                    before.acknowledged() + (acknowledges(request) ? 1 : 0),
                                    clears(before, request) ? "" : before.lastRefusal()));
        }
    }

    private void refuse(Stream stream, String type) {
        var version = stream.sent().get(type);
        if (version != null && refused.add(type + "@" + version) && refused.size() > MAX_REFUSED) {
            refused.removeFirst();
        }
    }

    private static GatewaySync refusal(Stream stream, DiscoveryRequest request, GatewaySync before) {
        var type = request.getTypeUrl();
        var words = type + ": " + request.getErrorDetail().getMessage();
        var refusal = words.length() <= MAX_REFUSAL ? words : words.substring(0, MAX_REFUSAL);
        if (!refusal.equals(before.lastRefusal())) {
            LOG.warning("gateway " + stream.gateway() + " refused " + refusal);
        }
        return new GatewaySync(true, before.acknowledged(), refusal);
    }

    private static boolean acknowledges(DiscoveryRequest request) {
        return !request.getVersionInfo().isEmpty()
                && !request.getResponseNonce().isEmpty();
    }

    /** Taking another type's resources does not mend what was refused. */
    private static boolean clears(GatewaySync before, DiscoveryRequest request) {
        return acknowledges(request) && before.lastRefusal().startsWith(request.getTypeUrl() + ": ");
    }

    @Override
    public synchronized void onV3StreamResponse(long streamId, DiscoveryRequest request, DiscoveryResponse response) {
        var stream = streams.get(streamId);
        if (stream != null) {
            stream.sent().put(response.getTypeUrl(), response.getVersionInfo());
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

    private synchronized void closed(long streamId) {
        named.remove(streamId);
        var stream = streams.remove(streamId);
        if (stream != null
                && streams.values().stream().noneMatch(other -> other.gateway().equals(stream.gateway()))) {
            gateways.computeIfPresent(
                    stream.gateway(), (key, old) -> new GatewaySync(false, old.acknowledged(), old.lastRefusal()));
        }
    }

    @Override
    public void onV3StreamDeltaRequest(long streamId, DeltaDiscoveryRequest request) throws RequestException {
        throw new RequestException(Status.UNIMPLEMENTED.withDescription("Weir speaks state of the world ADS"));
    }
}
