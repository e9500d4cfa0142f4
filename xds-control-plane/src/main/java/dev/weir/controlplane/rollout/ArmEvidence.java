package dev.weir.controlplane.rollout;

/**
 * How the calls of one arm fared.
 *
 * @param calls attempts that ended
 * @param failures of them, in [0, 1]
 * @param slow of those that reached a node, how many took longer than 95 of 100 of the baseline's, in [0, 1]
 * @param meanMillis geometric mean; 0 where no call reached a node
 * @param p99Millis of about the last minute; 0 where no call reached a node
 */
public record ArmEvidence(long calls, double failures, double slow, double meanMillis, double p99Millis) {}
