package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.loop.port.TopologyPublisher;
import dev.weir.controlplane.topology.Topology;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * java-control-plane's snapshot cache, versioned per type by content, so that a weight push sends endpoints alone. One snapshot is for every judge and for
 * gateways that send nothing yet; gateways among which the nodes are parted have one each, which differs in its endpoints.
 */
public final class AdsPublisher implements TopologyPublisher {
    private final TopologyTranslator translator = new TopologyTranslator();
    private final Groups groups = new Groups();
    private final SimpleCache<String> cache = new SimpleCache<>(groups);
    private final SyncLog sync = new SyncLog();
    private final UnaryOperator<Cluster> clusters;
    /** Groups that were nobody's own at the last publication. */
    private Set<String> left = Set.of();

    public AdsPublisher() {
        this(UnaryOperator.identity());
    }

    /** @param clusters has the last word on each cluster: for measuring Envoy's own policies beside ours */
    public AdsPublisher(UnaryOperator<Cluster> clusters) {
        this.clusters = clusters;
    }

    @Override
    public void publish(Topology topology) {
        var plain = translator.translate(topology).with(clusters);
        var parted = parted(topology);
        for (var gateway : parted) {
            cache.setSnapshot(
                    Groups.of(gateway),
                    plain.with(translator.endpoints(topology, gateway)).snapshot());
        }
        groups.set(parted);
        leave(plain.snapshot());
        // Who waits for other weights there has to ask again, to be told his own.
        cache.setSnapshot(Groups.ALL, plain.snapshot(groups.edition()));
    }

    /** Who had its own and stays connected is told what all are; a group is cleared only later, as somebody may just be asking there. */
    private void leave(Snapshot plain) {
        var leaving = new HashSet<String>();
        for (var group : cache.groups()) {
            if (!groups.isCurrent(group)) {
                var status = cache.statusInfo(group);
                if (!left.contains(group) || status != null && status.numWatches() > 0) {
                    cache.setSnapshot(group, plain);
                    leaving.add(group);
                } else {
                    cache.clearSnapshot(group);
                }
            }
        }
        left = leaving;
    }

    private static SortedSet<String> parted(Topology topology) {
        var parted = new TreeSet<String>();
        topology.apis().forEach(route -> parted.addAll(route.traffic().keySet()));
        return parted;
    }

    @Override
    public Map<String, GatewaySync> gateways() {
        return sync.gateways();
    }

    @Override
    public Set<String> addressable() {
        return sync.addressable();
    }

    AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase service() {
        return new V3DiscoveryServer(sync, new Quarantine(cache, groups, sync)).getAggregatedDiscoveryServiceImpl();
    }
}
