package dev.weir.model;

import java.util.Objects;

/** The answer of the judge to one request. A refusal is a value, never an exception. */
public sealed interface Decision {
    AnomalyScore anomaly();

    /** Let it in, at this tier. */
    record Allow(Tier tier, AnomalyScore anomaly) implements Decision {
        public Allow {
            Objects.requireNonNull(tier, "tier is null");
            Objects.requireNonNull(anomaly, "anomaly is null");
        }
    }

    /**
     * Refuse it.
     *
     * @param detail one sentence for the caller: what was expected and how to mend it; names no secret
     * @param remedy the same for programs
     */
    record Deny(DenyReason reason, String detail, Remedy remedy, AnomalyScore anomaly) implements Decision {
        public Deny {
            Objects.requireNonNull(reason, "reason is null");
            Objects.requireNonNull(detail, "detail is null");
            Objects.requireNonNull(remedy, "remedy is null");
            Objects.requireNonNull(anomaly, "anomaly is null");
        }

        /** With the remedy that is usual for its reason. */
        public Deny(DenyReason reason, String detail, AnomalyScore anomaly) {
            this(reason, detail, Remedy.usual(reason.httpStatus()), anomaly);
        }

        /** The refusal as it goes out. */
        public Problem problem() {
            return Problem.of(reason, detail, remedy);
        }
    }
}
