package dev.weir.judge.access;

import dev.weir.model.AnomalyScore;
import dev.weir.model.Caller;
import dev.weir.model.Decision;
import dev.weir.model.DenyReason;

/**
 * A decision, and what else Envoy and the logs need of it.
 *
 * @param caller under whom the request counts, also where it is refused
 */
public record Judgement(Decision decision, Caller caller, Work work) {
    /** What is said where nothing could be judged. */
    public static Judgement unable(Caller caller) {
        return new Judgement(
                new Decision.Deny(
                        DenyReason.STATE_UNAVAILABLE,
                        "The gateway cannot judge this now. Try again in a second.",
                        AnomalyScore.NONE),
                caller,
                Work.NONE);
    }
}
