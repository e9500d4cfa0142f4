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
    private final int count;
    private final Map<PoolName, List<FleetNode>> byPool;
    private final Map<ApiName, List<FleetNode>> byApi = new HashMap<>();

    private OfferedNodes(Fleet fleet, int count, Map<PoolName, List<FleetNode>> byPool) {
        this.fleet = fleet;
        this.count = count;
        this.byPool = byPool;
    }

    /** @param nodes in the order of their names */
    static OfferedNodes of(Fleet fleet, List<FleetNode> nodes) {
        return new OfferedNodes(fleet, nodes.size(), nodes.stream().collect(groupingBy(FleetNode::pool)));
    }

    int count() {
        return count;
    }

    /** In the order of their names, each with where it stands on its chain where the API asks for it. A node outside of the API's regions is none of its own, whatever its health: so neither Envoy nor the judge hears of it. */
    List<FleetNode> to(WeirConfig.Api api) {
        return byApi.computeIfAbsent(
                api.name(),
                any -> fleet.headed(
                        api.name(),
                        api.pools().stream()
                                .distinct()
                                .flatMap(pool -> byPool.getOrDefault(pool, List.of()).stream())
                                .filter(node -> api.bounds().allows(node.region()))
                                .sorted(Comparator.comparing(FleetNode::node))
                                .toList()));
    }
}
