package dev.weir.scoring;

import java.util.List;

/**
 * The features, version {@value #VERSION}. Latencies enter as natural logarithms of milliseconds, so that a linear model multiplies; all
 * are within ±{@value #BOUND}.
 */
public final class FeatureSchema {
    public static final int VERSION = 1;
    public static final float BOUND = 20;

    private static final List<String> NAMES = List.of(
            "log-latency-fast",
            "log-latency-slow",
            "log-latency-trend",
            "log-p99-fast",
            "failure-fast",
            "failure-slow",
            "log-in-flight",
            "evidence-age-seconds");

    private FeatureSchema() {}

    public static List<String> names() {
        return NAMES;
    }
}
