package dev.weir.controlplane.loop;

import static java.util.stream.Collectors.groupingBy;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.FleetNode;
import dev.weir.model.ApiName;
import dev.weir.model.PoolName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes of one tick, as each API may use them. Of one configuration and one thread. */
final class OfferedNodes {
    private final Fleet fleet;
    private final List<FleetNode> nodes;
    private final Map<PoolName, List<FleetNode>> byPool;
    /** By the nodes alone: shared by all ticks that have the same. */
    private final Map<ApiName, List<FleetNode>> allowed;

    private final Map<ApiName, List<FleetNode>> byApi = new HashMap<>();

    private OfferedNodes(
            Fleet fleet,
            List<FleetNode> nodes,
            Map<PoolName, List<FleetNode>> byPool,
            Map<ApiName, List<FleetNode>> allowed) {
        this.fleet = fleet;
        this.nodes = nodes;
        this.byPool = byPool;
        this.allowed = allowed;
    }

    /** @param nodes in the order of their names */
    static OfferedNodes of(Fleet fleet, List<FleetNode> nodes) {
        return new OfferedNodes(fleet, nodes, nodes.stream().collect(groupingBy(FleetNode::pool)), new HashMap<>());
    }

    /** Those of the next tick, under the same configuration. */
    @SuppressWarnings("ReferenceEquality") // The same list has the same nodes; another may have, and is looked at anew.
    OfferedNodes next(List<FleetNode> now) {
        return now == nodes ? new OfferedNodes(fleet, nodes, byPool, allowed) : of(fleet, now);
    }

    int count() {
        return nodes.size();
    }

    /**
     * In the order of their names, each with where it stands on its chain where the API asks for it: the same list as in the tick before where nothing changed. A node outside of the
     * API's regions is none of its own, whatever its health: so neither Envoy nor the judge hears of it.
     */
    List<FleetNode> to(WeirConfig.Api api) {
        return byApi.computeIfAbsent(
                api.name(),
                any -> fleet.headed(api.name(), allowed.computeIfAbsent(api.name(), first -> allowed(api))));
    }

    private List<FleetNode> allowed(WeirConfig.Api api) {
        return api.pools().stream()
                .distinct()
                .flatMap(pool -> byPool.getOrDefault(pool, List.of()).stream())
                .filter(node -> api.bounds().allows(node.region()))
                .sorted(Comparator.comparing(FleetNode::node))
                .toList();
    }
}
