package dev.weir.controlplane.rollout;

import dev.weir.scoring.ModelDigest;
import java.time.Instant;
import java.util.Objects;

/** A candidate at a stage, since when. */
public record Trial(ModelDigest candidate, Stage stage, Instant since) {
    public Trial {
        Objects.requireNonNull(candidate, "candidate is null");
        Objects.requireNonNull(stage, "stage is null");
        Objects.requireNonNull(since, "since is null");
    }
}
