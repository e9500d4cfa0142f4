package dev.weir.controlplane.rollout;

import dev.weir.scoring.ModelDigest;
import java.time.Instant;
import java.util.Objects;

/** An artifact that was published at a time. The same artifact published again is another publication. */
public record Publication(ModelDigest digest, Instant at) {
    public Publication {
        Objects.requireNonNull(digest, "digest is null");
        Objects.requireNonNull(at, "at is null");
    }
}
