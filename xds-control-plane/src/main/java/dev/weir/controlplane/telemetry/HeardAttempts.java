package dev.weir.controlplane.telemetry;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.model.AttemptOutcome;
import dev.weir.model.LoadReport;
import dev.weir.scoring.Attempt;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ended at a node, as the weights learn it. */
public final class HeardAttempts {
    /** API and pool; a third part names the cohort, while a pool of such a name is none. */
    private static final Pattern CLUSTER = Pattern.compile("[^.]+\\.[^.]*(?<cohort>\\.control|\\.canary)?");

    private HeardAttempts() {}

    /**
     * Empty where it says nothing of its node, as its caller left: it would count as answered, and as fast as the caller was impatient. One that was overtaken is no failure, and
     * counts with the time that it had: less than it would have taken, and more than nearly all others take.
     *
     * @param at its end by our clock
     * @param load what the node said in its answer
     * @param gateway that logged it
     */
    public static Optional<Attempt> of(AttemptEnded ended, Instant at, Optional<LoadReport> load, String gateway) {
        var cluster = CLUSTER.matcher(ended.cluster());
        if (ended.outcome() == AttemptOutcome.NOTHING || !cluster.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Attempt(
                ended.api(),
                ended.node(),
                at,
                ended.latency(),
                ended.reached(),
                ended.outcome() != AttemptOutcome.ANSWERED && ended.outcome() != AttemptOutcome.OVERTAKEN,
                cohort(cluster.group("cohort")),
                load,
                gateway));
    }

    private static Attempt.Cohort cohort(@Nullable String name) {
        if (name == null) {
            return Attempt.Cohort.REST;
        }
        return name.equals(".canary") ? Attempt.Cohort.CANARY : Attempt.Cohort.CONTROL;
    }
}
