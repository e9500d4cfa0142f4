package dev.weir.balancing;

import dev.weir.scoring.ModelDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one API at one moment.
 *
 * @param weights in the candidates' order; they sum to {@link WeightGuard#BUDGET}, or there are none
 * @param policy {@code learned}, {@code ewma}, {@code last-good}, {@code uniform} or {@code frozen}
 */
public record WeightPlan(
        Instant at, List<NodeWeight> weights, List<GuardFired> guards, String policy, Optional<ModelDigest> model) {
    public WeightPlan {
        weights = List.copyOf(weights);
        guards = List.copyOf(guards);
    }
}
