package dev.weir.simulator.report;

/**
 * How one policy did: means over seeds.
 *
 * @param failures part of all calls that got no answer
 * @param costPer1000 millionths of a token
 * @param gapClosed part of the way from least request's p99 to the best limit's; NaN where least request is within 10 % of it
 */
public record PolicyResult(
        String name,
        Interval p50Millis,
        Interval p90Millis,
        Interval p99Millis,
        Interval p999Millis,
        Interval failures,
        Interval costPer1000,
        Interval maxOverMeanUtilisation,
        Interval gapClosed) {}
