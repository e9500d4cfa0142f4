package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import dev.weir.controlplane.loop.port.TopologyPublisher.TypeSync;
import dev.weir.xds.adapter.envoy.Asked;
import dev.weir.xds.adapter.envoy.StreamWatch;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Remembers, per gateway, whether it is connected, what it took and what it refused. A judge is none. Any thread. */
final class SyncLog implements StreamWatch {
    private static final Logger LOG = Logger.getLogger(SyncLog.class.getName());
    private static final int MAX_GATEWAYS = 1_000;
    private static final int MAX_REFUSAL = 2_000;
    private static final int MAX_LOCALITY = 128;
    private static final GatewaySync NEW = new GatewaySync(true, 0, "");

    /** The gateway by stream. */
    private final Map<Long, String> streams = new HashMap<>();
    /** The gateway by stream, where it asked for endpoints and said who it is. */
    private final Map<Long, String> addressable = new HashMap<>();

    private final TreeMap<String, GatewaySync> gateways = new TreeMap<>();

    private final TreeMap<String, Map<String, TypeSync>> types = new TreeMap<>();

    private final AwaitedAcks acks;

    SyncLog() {
        this(SyncListener.NONE);
    }

    SyncLog(SyncListener listener) {
        this.acks = new AwaitedAcks(System::nanoTime, listener);
    }

    synchronized Map<String, GatewaySync> gateways() {
        return new TreeMap<>(gateways);
    }

    synchronized Map<String, Map<String, TypeSync>> types() {
        var copy = new TreeMap<String, Map<String, TypeSync>>();
        types.forEach((gateway, each) -> copy.put(gateway, Map.copyOf(each)));
        return copy;
    }

    private void stands(String gateway, ResourceType type, TypeSync.State state, String words) {
        if (gateways.containsKey(gateway) || types.size() < MAX_GATEWAYS) {
            types.computeIfAbsent(gateway, any -> new TreeMap<>())
                    .put(
                            AwaitedAcks.word(type),
                            new TypeSync(state, words.substring(0, Math.min(MAX_REFUSAL, words.length()))));
        }
    }

    /** Whose streams these are. */
    synchronized Set<String> gateways(Set<Long> some) {
        return some.stream().map(streams::get).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
    }

    synchronized Set<String> addressable() {
        return Set.copyOf(addressable.values());
    }

    @Override
    public synchronized boolean asked(long stream, Asked asked) {
        if (asked.agent().equals(Asked.JUDGE)) {
            return true;
        }
        var gateway = streams.computeIfAbsent(stream, any -> asked.client());
        if (!asked.refusal().isEmpty()) {
            acks.refused(stream, asked.typeUrl());
            answered(gateway, asked, TypeSync.State.REFUSED);
        } else if (asked.acknowledges()) {
            acks.acknowledged(stream, asked.typeUrl());
            answered(gateway, asked, TypeSync.State.TAKEN);
        } else if (asked.returns()) {
            // It has them from another stream; where they are others by now, it is told in a moment.
            answered(gateway, asked, TypeSync.State.TAKEN);
        }
        if (asked.typeUrl().equals(Resources.V3.ENDPOINT_TYPE_URL) && !gateway.isEmpty()) {
            addressable.put(stream, gateway);
        }
        if (!gateways.containsKey(gateway) && gateways.size() >= MAX_GATEWAYS) {
            gateways.values().removeIf(sync -> !sync.connected());
        }
        var before = gateways.getOrDefault(gateway, NEW);
        if (gateways.size() < MAX_GATEWAYS || gateways.containsKey(gateway)) {
            var located = asked.locality().isEmpty() ? before : in(asked.locality(), before);
            gateways.put(gateway, asked.refusal().isEmpty() ? taken(located, asked) : refused(gateway, located, asked));
        }
        return true;
    }

    private void answered(String gateway, Asked asked, TypeSync.State state) {
        var type = Resources.TYPE_URLS_TO_RESOURCE_TYPE.get(asked.typeUrl());
        if (type != null) {
            stands(gateway, type, state, asked.refusal());
        }
    }

    /** As long as a locality is shown: it is the gateway's own word. */
    private static GatewaySync in(String locality, GatewaySync before) {
        var shown = locality.length() <= MAX_LOCALITY ? locality : locality.substring(0, MAX_LOCALITY);
        return new GatewaySync(before.connected(), before.acknowledged(), before.lastRefusal(), shown);
    }

    private static GatewaySync refused(String gateway, GatewaySync before, Asked asked) {
        var words = asked.typeUrl() + ": " + asked.refusal();
        var refusal = words.length() <= MAX_REFUSAL ? words : words.substring(0, MAX_REFUSAL);
        if (!refusal.equals(before.lastRefusal())) {
            LOG.warning("gateway " + gateway + " refused " + refusal);
        }
        return new GatewaySync(true, before.acknowledged(), refusal, before.locality());
    }

    /** Taking another type's resources does not mend what was refused. */
    private static GatewaySync taken(GatewaySync before, Asked asked) {
        boolean mends = asked.acknowledges() && before.lastRefusal().startsWith(asked.typeUrl() + ": ");
        return new GatewaySync(
                true,
                before.acknowledged() + (asked.acknowledges() ? 1 : 0),
                mends ? "" : before.lastRefusal(),
                before.locality());
    }

    @Override
    public synchronized void told(long stream, ResourceType type) {
        if (streams.containsKey(stream)) {
            acks.told(stream, type);
            stands(streams.getOrDefault(stream, ""), type, TypeSync.State.WAITING, "");
        }
    }

    @Override
    public synchronized void closed(long stream) {
        acks.closed(stream);
        addressable.remove(stream);
        var gateway = streams.remove(stream);
        if (gateway != null && !streams.containsValue(gateway)) {
            types.remove(gateway);
            gateways.computeIfPresent(
                    gateway,
                    (key, old) -> new GatewaySync(false, old.acknowledged(), old.lastRefusal(), old.locality()));
        }
    }
}
