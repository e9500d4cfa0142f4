package dev.weir.controlplane.loop;

import dev.weir.balancing.Balancer;
import dev.weir.controlplane.rollout.ApiEvidence;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.rollout.TrialComparison;
import dev.weir.model.ApiName;
import dev.weir.scoring.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A candidate's weights of one API, and how the calls that follow them fare. In shadow there are none, and Envoy hears of nothing.
 *
 * <p>Belongs to the weight loop's thread.
 */
final class ApiTrial {
    /** A twin's clusters have their endpoints and their first health checks by then; a split sooner would meet clusters that do not answer yet. */
    static final Duration WARM = Duration.ofSeconds(5);

    private final Arm arm;
    private final Trial trial;
    private final TrialComparison comparison;
    private final Instant twinSince;
    private final long illegalBefore;

    private ApiTrial(Arm arm, Trial trial, TrialComparison comparison, Instant twinSince) {
        this.arm = arm;
        this.trial = trial;
        this.comparison = comparison;
        this.twinSince = twinSince;
        this.illegalBefore = arm.illegalPlans();
    }

    /** Begins with the shares in force. */
    static ApiTrial begin(ApiName api, Balancer balancer, Trial trial, RolloutTerms terms, Instant now) {
        return new ApiTrial(new Arm(balancer), trial, new TrialComparison(api, trial.stage(), terms), now);
    }

    /** Another stage: the same weights, counted anew, as another part of the calls meets other queues. */
    ApiTrial next(ApiName api, Trial stage, RolloutTerms terms, Instant now) {
        return new ApiTrial(
                arm,
                stage,
                new TrialComparison(api, stage.stage(), terms),
                trial.stage().percent() == 0 ? now : twinSince);
    }

    boolean sameCandidate(Trial other) {
        return trial.candidate().equals(other.candidate());
    }

    Arm arm() {
        return arm;
    }

    /** Whether Envoy should have the candidate's clusters. */
    boolean hasTwin() {
        return trial.stage().percent() > 0;
    }

    /** How many of 100 calls follow the candidate's weights now; as many are its control. */
    int percent(Instant now) {
        return now.isBefore(twinSince.plus(WARM)) ? 0 : trial.stage().percent();
    }

    void tick(Duration length, List<Attempt> attempts) {
        comparison.tick(length, attempts);
    }

    ApiEvidence evidence() {
        return comparison.evidence();
    }

    /** In this stage. */
    long illegalPlans() {
        return arm.illegalPlans() - illegalBefore;
    }
}
