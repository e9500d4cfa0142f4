package dev.weir.balancing;

import java.util.List;

/**
 * Why a node has its weight.
 *
 * @param latencyMillis what is expected of it
 * @param contributions from an even share to the final one, in the order in which they were applied
 */
public record Explanation(
        double latencyMillis, double failureProbability, List<Contribution> contributions, List<GuardFired> guards) {
    public Explanation {
        contributions = List.copyOf(contributions);
        guards = List.copyOf(guards);
    }
}
