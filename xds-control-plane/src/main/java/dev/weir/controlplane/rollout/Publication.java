package dev.weir.controlplane.rollout;

import java.time.Instant;
import java.util.Objects;

/** An artifact that was published at a time. The same artifact published again is another publication. */
public record Publication(Artifact artifact, Instant at) {
    public Publication {
        Objects.requireNonNull(artifact, "artifact is null");
        Objects.requireNonNull(at, "at is null");
    }
}
