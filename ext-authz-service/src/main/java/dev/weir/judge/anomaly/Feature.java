package dev.weir.judge.anomaly;

/** What is looked at in a caller. Each enters as {@code log2(1 + value)} over a unit, so that the usual range of each is about 0 to 1. */
enum Feature {
    /** Requests a second. */
    RATE("rate", 6.5),
    /** Paths a second that are new to this caller and at which nobody was ever answered. */
    PATHS("paths", 2),
    /** Changes a second between APIs and methods. */
    SEQUENCE("sequence", 6),
    /** Answers 4xx a second, without those of limits and sign-in. */
    REFUSALS("refusals", 2.5),
    /** Answers 429 a second. */
    LIMITED("limited", 4),
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

    /** Its name in reasons, logs and the glossary. */
    String word() {
        return word;
    }

    double scaled(double value) {
        return Math.log1p(value) / Math.log(2) / unit;
    }
}
