package dev.weir.judge.access;

import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.model.AnomalyScore;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import dev.weir.model.Tier;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * How unlike others the caller behaves: slowed, then refused, at the API's thresholds. Fails open: who is not known yet is ordinary.
 *
 * @param strictest for what belongs to no API
 */
record BehaviourCheck(CallerBehaviour behaviour, Thresholds strictest) implements Check {
    /** What makes a caller unlike others fades to a third in the meantime. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    @Override
    public Verdict look(Case at) {
        var scored = at.with(behaviour.score(at.caller(), at.request().seen()));
        var thresholds = at.api().map(Thresholds::of).orElse(strictest);
        if (thresholds.denies(scored.score())) {
            return scored.deny(
                    DenyReason.ANOMALOUS,
                    "Your requests are unlike those of other callers (" + reasons(scored.score())
                            + "). Wait as long as Retry-After says; the score falls meanwhile, unless you ask before.",
                    new Remedy.Wait(WAIT));
        }
        return new Verdict.Go(thresholds.slows(scored.score()) ? scored.at(Tier.SLOWED) : scored);
    }

    private static String reasons(AnomalyScore score) {
        return score.reasons().stream()
                .map(AnomalyScore.Reason::feature)
                .limit(2)
                .collect(Collectors.joining(", "));
    }
}
