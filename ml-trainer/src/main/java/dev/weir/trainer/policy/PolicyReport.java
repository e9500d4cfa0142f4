package dev.weir.trainer.policy;

import dev.weir.scoring.ModelDigest;

/** How the gate decided. */
public sealed interface PolicyReport {
    GateVerdict verdict();

    /** It beats every rival, and is in force. */
    record Published(ModelDigest digest, GateVerdict verdict) implements PolicyReport {}

    /** It does not beat every rival; what was in force stays so. */
    record Refused(GateVerdict verdict) implements PolicyReport {}
}
