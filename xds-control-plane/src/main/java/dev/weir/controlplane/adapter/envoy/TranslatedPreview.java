package dev.weir.controlplane.adapter.envoy;

import dev.weir.config.CallerLimit;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.port.ResourcePreview;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.model.ApiName;
import dev.weir.topology.ConfiguredTopology;
import dev.weir.topology.PlacedNode;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.topology.adapter.envoy.TopologyTranslator;
import dev.weir.topology.adapter.envoy.Tracing;
import dev.weir.xds.adapter.envoy.ContentSnapshot;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What gateways would be told for a configuration with the nodes that are there now, all alike in weight. Names are not looked up for it: an address of documents (RFC 5737) stands for each. Any thread; what
 * was last looked at is remembered, as each change is seen beside the one before.
 */
public final class TranslatedPreview implements ResourcePreview {
    private static final List<String> ANY_ADDRESS = List.of("192.0.2.1");
    private static final Map<ResourceType, String> WORDS = Map.of(
            ResourceType.CLUSTER, "cluster",
            ResourceType.ENDPOINT, "endpoints",
            ResourceType.LISTENER, "listener",
            ResourceType.ROUTE, "route");

    private final Optional<Tracing> tracing;
    private final ServiceAddresses services;
    private final Fleet fleet;
    private final Function<List<ApiName>, List<CallerLimit>> limits;
    /** That in force, and that which is to be. */
    private final Map<Topology, Map<String, Map<String, String>>> last = new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Topology, Map<String, Map<String, String>>> eldest) {
            return size() > 2;
        }
    };

    /** @param limits what callers of these APIs would be allowed */
    public TranslatedPreview(
            Optional<Tracing> tracing,
            ServiceAddresses services,
            Fleet fleet,
            Function<List<ApiName>, List<CallerLimit>> limits) {
        this.tracing = tracing;
        this.services = services;
        this.fleet = fleet;
        this.limits = limits;
    }

    @Override
    public Map<String, Map<String, String>> resources(WeirConfig config) {
        var topology = ConfiguredTopology.of(
                config,
                services,
                placed(),
                config.edge(),
                limits.apply(config.apis().stream().map(WeirConfig.Api::name).toList()),
                host -> ANY_ADDRESS);
        synchronized (last) {
            var known = last.get(topology);
            if (known == null) {
                known = versions(topology);
                last.put(topology, known);
            }
            return known;
        }
    }

    private Map<String, Map<String, String>> versions(Topology topology) {
        var snapshot = ContentSnapshot.of(new TopologyTranslator(tracing).translate(topology));
        var resources = new TreeMap<String, Map<String, String>>();
        WORDS.forEach((type, word) -> {
            var versions = new TreeMap<String, String>();
            snapshot.versionedResources(type).forEach((name, resource) -> versions.put(name, resource.version()));
            resources.put(word, Collections.unmodifiableMap(versions));
        });
        return Collections.unmodifiableMap(resources);
    }

    private List<PlacedNode> placed() {
        return fleet.nodes().stream()
                .filter(node -> node.upstream().isEmpty())
                .map(node -> new PlacedNode(
                        node.node(), node.pool(), node.addresses().getFirst(), node.pricePerCall(), node.region()))
                .toList();
    }
}
