package dev.weir.balancing;

import dev.weir.model.NodeId;
import dev.weir.scoring.ModelDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The weights of one API at one moment.
 *
 * @param weights in the candidates' order; they sum to {@link WeightGuard#BUDGET}, or there are none
 * @param policy {@code learned}, {@code ewma}, {@code last-good}, {@code uniform} or {@code frozen}
 * @param drained nodes that should get no traffic now, whatever their weight: their tail has left the crowd
 */
public record WeightPlan(
        Instant at,
        List<NodeWeight> weights,
        List<GuardFired> guards,
        String policy,
        Optional<ModelDigest> model,
        Set<NodeId> drained) {
    public WeightPlan {
        drained = Set.copyOf(drained);
        weights = List.copyOf(weights);
        guards = List.copyOf(guards);
    }
}
