package dev.weir.trainer.policy;

import dev.weir.scoring.ModelDigest;

/** How the gate decided. */
public sealed interface PolicyReport {
    Verdict verdict();

    /** It beats every rival, and is in force. */
    record Published(ModelDigest digest, Verdict verdict) implements PolicyReport {}

    /** It does not beat every rival; what was in force stays so. */
    record Refused(Verdict verdict) implements PolicyReport {}
}
