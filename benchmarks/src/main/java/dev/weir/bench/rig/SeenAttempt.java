package dev.weir.bench.rig;

import java.util.Objects;

/** One try at one node, as Envoy's log tells it. @param startMicros since the epoch */
public record SeenAttempt(String cluster, String node, long startMicros) {
    public SeenAttempt {
        Objects.requireNonNull(cluster, "cluster is null");
        Objects.requireNonNull(node, "node is null");
    }
}
