package dev.weir.judge.pick;

import dev.weir.balancing.PickCandidate;
import dev.weir.model.ApiName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The endpoints of each API, as the control plane last told them. Any thread. Empty until then: the weights decide. */
public final class EndpointDirectory {
    private volatile Map<ApiName, List<PickCandidate>> byApi = Map.of();

    public List<PickCandidate> of(ApiName api) {
        return byApi.getOrDefault(api, List.of());
    }

    /** Replaces everything. @param byCluster candidates by cluster name, {@code <api>.<pool>} */
    public void replace(Map<String, List<PickCandidate>> byCluster) {
        var fresh = new TreeMap<String, List<PickCandidate>>();
        byCluster.forEach((cluster, candidates) -> {
            int dot = cluster.indexOf('.');
            if (dot > 0) {
                fresh.computeIfAbsent(cluster.substring(0, dot), name -> new ArrayList<>())
                        .addAll(candidates);
            }
        });
        byApi = fresh.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> new ApiName(entry.getKey()), entry -> List.copyOf(entry.getValue())));
    }
}
