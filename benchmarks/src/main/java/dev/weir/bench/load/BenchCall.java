package dev.weir.bench.load;

/**
 * One call, fixed before the block begins.
 *
 * @param atNanos when it is due, since the block's start
 * @param kind index of the scenario's kind
 * @param workMicros time that it takes alone on a node of speed 1
 * @param caller whose session it carries
 */
public record BenchCall(long atNanos, int gateway, int kind, double workMicros, int caller) {}
