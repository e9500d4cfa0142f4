package dev.weir.controlplane.rollout;

import dev.weir.scoring.ModelDigest;
import java.util.Objects;

/** What was learned and published, by name. */
public record Artifact(Kind kind, ModelDigest digest) {
    public Artifact {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(digest, "digest is null");
    }

    /** As the audit log has it: the kind in words, then the digest. */
    @Override
    public String toString() {
        return kind.words() + " " + digest;
    }
}
