package dev.weir.controlplane.rollout;

import java.time.Duration;
import java.util.Objects;

/**
 * When a candidate may go on.
 *
 * @param stage how long each stage lasts at least; zero puts what is published in force at once
 * @param calls how many calls a stage must have judged: in shadow all, in canary the candidate's own
 * @param regret how much worse than the baseline the candidate may be, as a part of the baseline
 * @param canaries false where no API can carry one: then shadow is the only stage
 */
public record RolloutTerms(Duration stage, long calls, double regret, boolean canaries) {
    public RolloutTerms {
        Objects.requireNonNull(stage, "stage is null");
        if (stage.isNegative() || calls < 1 || !(regret >= 0)) {
            throw new IllegalArgumentException(
                    "stage " + stage + ", calls " + calls + ", regret " + regret + " cannot be");
        }
    }

    boolean immediate() {
        return stage.isZero();
    }
}
