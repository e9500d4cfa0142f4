package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.loop.port.TopologyPublisher;
import dev.weir.controlplane.topology.Topology;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * java-control-plane's snapshot cache with one snapshot for every gateway and judge, versioned per type by content, so that a
 * weight push sends endpoints alone.
 */
public final class AdsPublisher implements TopologyPublisher {
    private static final String GROUP = "all";

    private final TopologyTranslator translator = new TopologyTranslator();
    private final SimpleCache<String> cache = new SimpleCache<>(node -> GROUP);
    private final SyncLog sync = new SyncLog();
    private final UnaryOperator<Cluster> clusters;

    public AdsPublisher() {
        this(UnaryOperator.identity());
    }

    /** @param clusters has the last word on each cluster: for measuring Envoy's own policies beside ours */
    public AdsPublisher(UnaryOperator<Cluster> clusters) {
        this.clusters = clusters;
    }

    @Override
    public void publish(Topology topology) {
        cache.setSnapshot(GROUP, translator.translate(topology).with(clusters).snapshot());
    }

    @Override
    public Map<String, GatewaySync> gateways() {
        return sync.gateways();
    }

    AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase service() {
        return new V3DiscoveryServer(sync, new Quarantine(cache, GROUP, sync)).getAggregatedDiscoveryServiceImpl();
    }
}
