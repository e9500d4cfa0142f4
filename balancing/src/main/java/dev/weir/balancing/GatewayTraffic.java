package dev.weir.balancing;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which part of an API's calls each gateway sends, as {@link Aperture} uses it: each part stands until what was counted is clearly away, because a change restarts
 * the schedules of all Envoys. A gateway counts once it has sent a good part of an even share, and no longer when it has become silent. Not thread-safe.
 */
public final class GatewayTraffic {
    /** Of the counts, what remains after a tick: about twelve seconds' are known. */
    private static final double KEPT = 0.98;

    /** Of a ratio's logarithm. */
    private static final double TOLERANCE = 0.1;

    /** In standard errors. */
    private static final double CERTAIN = 4;

    /** Of an even share. */
    private static final double COUNTS = 0.2;

    private static final double SILENT = 0.05;

    /** Calls. */
    private static final double ENOUGH = 5;

    private static final int MOST_GATEWAYS = 1_000;

    private final Map<String, Double> counts = new HashMap<>();
    private SortedMap<String, Double> shares = Collections.emptySortedMap();

    /** Some attempts of one tick. */
    public void observe(String gateway, long attempts) {
        if (counts.size() < MOST_GATEWAYS || counts.containsKey(gateway)) {
            counts.merge(gateway, (double) attempts, Double::sum);
        }
    }

    /**
     * Another tick has passed.
     *
     * @param present all others are gone
     * @return by gateway, in their order; they sum to 1, or there are none
     */
    public SortedMap<String, Double> tick(Set<String> present) {
        counts.keySet().retainAll(present);
        counts.replaceAll((gateway, count) -> count * KEPT);
        double even = counts.values().stream().mapToDouble(Double::doubleValue).sum() / Math.max(1, counts.size());
        var counted = new TreeMap<String, Double>();
        counts.forEach((gateway, count) -> {
            boolean counting =
                    shares.containsKey(gateway) ? count > SILENT * even : count > Math.max(ENOUGH, COUNTS * even);
            if (counting) {
                counted.put(gateway, count);
            }
        });
        if (!counted.keySet().equals(shares.keySet()) || away(counted)) {
            shares = shares(counted);
        }
        return shares;
    }

    private boolean away(Map<String, Double> counted) {
        double all = counted.values().stream().mapToDouble(Double::doubleValue).sum();
        return counted.entrySet().stream()
                .anyMatch(each -> Math.abs(Math.log(each.getValue() / all / shares.getOrDefault(each.getKey(), 0.0)))
                        > Math.max(TOLERANCE, CERTAIN / Math.sqrt(each.getValue())));
    }

    /** Even where no count is clearly away from it. */
    private static SortedMap<String, Double> shares(Map<String, Double> counted) {
        double all = counted.values().stream().mapToDouble(Double::doubleValue).sum();
        double even = 1.0 / counted.size();
        boolean alike = counted.values().stream()
                .allMatch(count ->
                        Math.abs(Math.log(count / all / even)) < Math.max(TOLERANCE, CERTAIN / Math.sqrt(count)));
        var shares = new TreeMap<String, Double>();
        counted.forEach((gateway, count) -> shares.put(gateway, alike ? even : count / all));
        return shares;
    }
}
