package dev.weir.model;

import java.util.List;
import java.util.Objects;

/**
 * How unlike other callers this caller behaves, with the reasons that make up the score.
 *
 * @param value in [0, 1]; 0 is ordinary
 * @param reasons the largest contributions, greatest first; empty where the score is 0
 */
public record AnomalyScore(double value, List<Reason> reasons) {
    public static final AnomalyScore NONE = new AnomalyScore(0, List.of());

    public AnomalyScore {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("anomaly score " + value + " is not in [0, 1]");
        }
        reasons = List.copyOf(reasons);
    }

    /**
     * One feature's part in a score.
     *
     * @param feature its name in the glossary, such as {@code rate} or {@code path-novelty}
     * @param part in [0, 1]; the parts of all features, also of those too small to name, add up to the score
     */
    public record Reason(String feature, double part) {
        public Reason {
            Objects.requireNonNull(feature, "feature is null");
            if (!(part >= 0 && part <= 1)) {
                throw new IllegalArgumentException("part " + part + " is not in [0, 1]");
            }
        }
    }
}
