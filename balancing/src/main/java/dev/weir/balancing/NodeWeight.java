package dev.weir.balancing;

import dev.weir.model.NodeId;
import java.util.Objects;

/** A node's weight of 1,000,000, and why. */
public record NodeWeight(NodeId node, int weight, Explanation why) {
    public NodeWeight {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(why, "why is null");
        if (weight < 1 || weight > WeightGuard.BUDGET) {
            throw new IllegalArgumentException("weight " + weight + " is not in 1.." + WeightGuard.BUDGET);
        }
    }

    /** In [0, 1]. */
    public double share() {
        return (double) weight / WeightGuard.BUDGET;
    }
}
