package dev.weir.controlplane.rollout;

import java.time.Instant;
import java.util.Objects;

/** A candidate at a stage, since when. */
public record Trial(Artifact candidate, Stage stage, Instant since) {
    public Trial {
        Objects.requireNonNull(candidate, "candidate is null");
        Objects.requireNonNull(stage, "stage is null");
        Objects.requireNonNull(since, "since is null");
    }

    /** Whether the candidate is one of that kind. */
    public boolean isOf(Kind kind) {
        return candidate.kind() == kind;
    }
}
