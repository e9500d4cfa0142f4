package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.loop.port.TopologyPublisher;
import dev.weir.topology.Topology;
import dev.weir.topology.adapter.envoy.TopologyTranslator;
import dev.weir.topology.adapter.envoy.Tracing;
import dev.weir.xds.adapter.envoy.ContentSnapshot;
import dev.weir.xds.adapter.envoy.XdsStreams;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.grpc.BindableService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * java-control-plane's snapshot cache behind our own streams, versioned per type by content, so that a weight push sends endpoints alone. One snapshot is for every judge and for
 * gateways that send nothing yet; gateways among which the nodes are parted have one each, which differs in its endpoints.
 */
public final class AdsPublisher implements TopologyPublisher {
    private final TopologyTranslator translator;
    private final Groups groups = new Groups();
    private final SimpleCache<String> cache = new SimpleCache<>(groups);
    private final SyncLog sync;
    private final XdsStreams streams;
    private final UnaryOperator<Cluster> clusters;
    private @Nullable ContentSnapshot last;

    public AdsPublisher() {
        this(Optional.empty(), SyncListener.NONE);
    }

    /** @param tracing where gateways send spans; empty where they make none */
    public AdsPublisher(Optional<Tracing> tracing, SyncListener listener) {
        this(UnaryOperator.identity(), tracing, listener);
    }

    /** @param clusters has the last word on each cluster: for measuring Envoy's own policies beside ours */
    public AdsPublisher(UnaryOperator<Cluster> clusters) {
        this(clusters, Optional.empty(), SyncListener.NONE);
    }

    private AdsPublisher(UnaryOperator<Cluster> clusters, Optional<Tracing> tracing, SyncListener listener) {
        this.translator = new TopologyTranslator(tracing);
        this.clusters = clusters;
        this.sync = new SyncLog(listener);
        this.streams = new XdsStreams(gateway -> cache.getSnapshot(groups.group(gateway)), sync);
    }

    @Override
    public void publish(Topology topology) {
        var resources = translator.translate(topology).with(clusters);
        var plain = last == null ? ContentSnapshot.of(resources) : last.next(resources);
        last = plain;
        var parted = parted(topology);
        for (var gateway : parted) {
            cache.setSnapshot(Groups.of(gateway), plain.with(translator.endpoints(topology, gateway)));
        }
        cache.setSnapshot(Groups.ALL, plain);
        groups.set(parted).forEach(cache::clearSnapshot);
        streams.push();
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
    public Map<String, Map<String, TypeSync>> sync() {
        return sync.types();
    }

    @Override
    public Set<String> addressable() {
        return sync.addressable();
    }

    /** How often something was published that was new. */
    public long pushes() {
        return streams.pushes();
    }

    /** Gateways that are connected, and have yet to be told of something of that push or before, or to answer. */
    public Set<String> behind(long push) {
        return sync.gateways(streams.behind(push));
    }

    /** Open streams, of gateways and judges. */
    public int streams() {
        return streams.count();
    }

    /** Whether anything was published yet. */
    boolean published() {
        return cache.getSnapshot(Groups.ALL) != null;
    }

    List<BindableService> services() {
        return streams.services();
    }
}
