package dev.weir.balancing;

/** One round of a balancer. @param push whether Envoy should hear of it: some weight left the deadband, or the nodes changed */
public record Tick(WeightPlan plan, boolean push) {}
