package dev.weir.balancing;

import java.util.Collections;
import java.util.List;

/** Weights as Envoy should get them. */
public final class EnvoyWeights {
    private EnvoyWeights() {}

    /**
     * The same, but where none differs from another by more than the rounding of equal shares, all are the least of them: only with exactly equal
     * weights does Envoy's least request choose between two random endpoints, and otherwise goes by a schedule.
     */
    public static List<Integer> of(List<Integer> weights) {
        if (weights.isEmpty() || Collections.max(weights) - Collections.min(weights) > 1) {
            return List.copyOf(weights);
        }
        return Collections.nCopies(weights.size(), Collections.min(weights));
    }
}
