package dev.weir.controlplane.loop;

import dev.weir.model.EndpointAddress;
import dev.weir.model.PoolName;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.WeightedEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where all endpoints of a pool are replaced at once, those before stay beside the new ones for {@link #LASTS}: Envoy sends nobody to an endpoint that it has not checked yet, and would have
 * none meanwhile. Of endpoints by URL alone: a node that the registry names no longer gets nothing more. Belongs to the weight loop's thread.
 */
final class Overlap {
    /** Envoy checks a new endpoint at once, and takes at most 2 s for it. */
    static final Duration LASTS = Duration.ofSeconds(3);

    private final Map<PoolName, List<WeightedEndpoint>> told = new HashMap<>();
    private final Map<PoolName, Leaving> leaving = new HashMap<>();

    private record Leaving(List<WeightedEndpoint> endpoints, Instant until) {}

    /** @param planned the pools as they are to be */
    List<PoolEndpoints> with(Instant now, List<PoolEndpoints> planned) {
        var pools = new ArrayList<PoolEndpoints>(planned.size());
        for (var pool : planned) {
            var before = told.getOrDefault(pool.pool(), List.of());
            if (replaced(before, pool.endpoints())) {
                leaving.put(pool.pool(), new Leaving(before, now.plus(LASTS)));
            }
            told.put(pool.pool(), pool.endpoints());
            var left = leaving.get(pool.pool());
            if (left != null && !now.isBefore(left.until())) {
                leaving.remove(pool.pool());
                left = null;
            }
            pools.add(left == null ? pool : both(pool, left.endpoints()));
        }
        // A pool that comes back later was not replaced.
        var names = planned.stream().map(PoolEndpoints::pool).collect(Collectors.toSet());
        told.keySet().retainAll(names);
        leaving.keySet().retainAll(names);
        return pools;
    }

    /** Whether nothing ends by time alone. */
    boolean rests() {
        return leaving.isEmpty();
    }

    private static boolean replaced(List<WeightedEndpoint> before, List<WeightedEndpoint> after) {
        if (before.isEmpty()
                || after.isEmpty()
                || before.stream().anyMatch(each -> each.upstream().isEmpty())) {
            return false;
        }
        var now = addresses(after);
        return before.stream().noneMatch(each -> now.contains(each.address()));
    }

    private static PoolEndpoints both(PoolEndpoints pool, List<WeightedEndpoint> before) {
        var now = addresses(pool.endpoints());
        return new PoolEndpoints(
                pool.pool(),
                Stream.concat(pool.endpoints().stream(), before.stream().filter(each -> !now.contains(each.address())))
                        .toList());
    }

    private static Set<EndpointAddress> addresses(List<WeightedEndpoint> endpoints) {
        return endpoints.stream().map(WeightedEndpoint::address).collect(Collectors.toSet());
    }
}
