package dev.weir.ratelimit;

import java.time.Duration;

/**
 * What became of a charge, whatever rule counts it.
 *
 * @param admitted whether all of its hits were taken; otherwise none was
 * @param remaining hits that still fit now; never negative
 * @param reset admitted: until what was taken before weighs less; refused: until its hits fit, if nobody takes any before
 */
public record Taken(boolean admitted, long remaining, Duration reset) {}
