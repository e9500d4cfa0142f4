package dev.weir.controlplane.rollout;

import java.util.Optional;

/** How far a candidate has come. After the last stage it is in force. */
public enum Stage {
    SHADOW(0),
    CANARY_1(1),
    CANARY_10(10),
    CANARY_50(50);

    private final int percent;

    Stage(int percent) {
        this.percent = percent;
    }

    /** How many of 100 calls follow the candidate. */
    public int percent() {
        return percent;
    }

    /** Empty after the last one. */
    public Optional<Stage> next() {
        return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
    }

    /** As operators read it. */
    public String words() {
        return percent == 0 ? "shadow" : "canary " + percent + " %";
    }
}
