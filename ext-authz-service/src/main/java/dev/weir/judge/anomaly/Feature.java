package dev.weir.judge.anomaly;

import java.util.Arrays;
import java.util.List;

/** What is looked at in a caller. Each enters as {@code log2(1 + value)} over a unit, so that the usual range of each is about 0 to 1. */
enum Feature {
    /** Requests a second. */
    RATE("rate", 6.5),
    /** Paths a second that are new to this caller and at which nobody was ever answered. */
    PATHS("paths", 2),
    /** Changes a second between APIs and methods. */
    SEQUENCE("sequence", 6),
    /** Answers 4xx a second, without those of sign-in and those that asked to wait. */
    REFUSALS("refusals", 2.5),
    /** Requests a second that were refused, limited say, before the time that an earlier refusal had named: {@link Patience}. */
    IMPATIENCE("impatience", 4),
    /** Failed sign-ins a second. */
    SIGN_IN("sign-in", 1),
    /** Mean bytes of a body. */
    PAYLOAD("payload", 12);

    private final String word;
    private final double unit;

    Feature(String word, double unit) {
        this.word = word;
        this.unit = unit;
    }

    /** Its name in reasons, logs, files and the glossary. */
    String word() {
        return word;
    }

    double scaled(double value) {
        return Math.log1p(value) / Math.log(2) / unit;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Feature::word).toList();
    }

    /** The point that a detector sees. @param values one per feature, in their order */
    static double[] scaled(double[] values) {
        var point = new double[values.length];
        for (var feature : values()) {
            point[feature.ordinal()] = feature.scaled(values[feature.ordinal()]);
        }
        return point;
    }
}
