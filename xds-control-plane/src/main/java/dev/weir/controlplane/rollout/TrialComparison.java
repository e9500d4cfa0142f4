package dev.weir.controlplane.rollout;

import dev.weir.controlplane.telemetry.LatencySketch;
import dev.weir.model.ApiName;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Attempt.Cohort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The two arms of one API in one stage of a trial, side by side over the same time: the canary's calls, and as many that follow the weights in force.
 * In shadow there is one arm, all calls. Not thread-safe.
 *
 * <p>Three measures: how many calls fail, how many are slow, and the logarithm of latency. A call is slow where it takes longer than 95 of 100 of
 * those by the weights in force of late: so the tail is compared by counting, which needs far fewer calls than two estimates of p99.
 */
public final class TrialComparison {
    /** Below this many calls of the candidate no error can be told. */
    static final int FEWEST = 20;

    /** From this many calls by the weights in force on, their 95th percentile is taken to be known. */
    private static final int KNOWN = 100;

    private static final double PERCENTILE = 95;
    private static final double TIME_CONSTANT_SECONDS = 60;

    private final ApiName api;
    private final Stage stage;
    private final RolloutTerms terms;
    private final LatencySketch usual = new LatencySketch();
    private final ArmCalls baseline = new ArmCalls();
    private final ArmCalls candidate = new ArmCalls();
    private long known;

    public TrialComparison(ApiName api, Stage stage, RolloutTerms terms) {
        this.api = api;
        this.stage = stage;
        this.terms = terms;
    }

    /** Adds a tick's attempts of the API. */
    public void tick(Duration length, List<Attempt> attempts) {
        double keep = Math.exp(-length.toMillis() / 1_000.0 / TIME_CONSTANT_SECONDS);
        double slowMillis = known < KNOWN ? Double.POSITIVE_INFINITY : usual.percentileMillis(PERCENTILE);
        baseline.tick(of(attempts, stage == Stage.SHADOW ? Cohort.REST : Cohort.CONTROL), slowMillis, keep);
        candidate.tick(of(attempts, Cohort.CANARY), slowMillis, keep);
        usual.decay(keep);
        for (var attempt : attempts) {
            if (attempt.reached() && attempt.cohort() != Cohort.CANARY) {
                usual.add(attempt.latency());
                known++;
            }
        }
    }

    private static List<Attempt> of(List<Attempt> attempts, Cohort cohort) {
        return attempts.stream().filter(attempt -> attempt.cohort() == cohort).toList();
    }

    public ApiEvidence evidence() {
        return new ApiEvidence(api, baseline.evidence(), candidate.evidence(), regrets());
    }

    private List<Regret> regrets() {
        var regrets = new ArrayList<Regret>();
        if (enough(baseline.calls(), candidate.calls())) {
            regrets.add(ofRatio("failures", baseline.failures(), candidate.failures(), candidate.calls()));
        }
        if (enough(baseline.judgedSlow(), candidate.judgedSlow())) {
            regrets.add(ofRatio("slow calls", baseline.slow(), candidate.slow(), candidate.judgedSlow()));
        }
        if (enough(baseline.reached(), candidate.reached())) {
            var mean = candidate.logMillis();
            var base = baseline.logMillis();
            double variance = mean.variance() + base.variance();
            if (variance < Double.POSITIVE_INFINITY) {
                regrets.add(new Regret(
                        "latency",
                        mean.mean() - base.mean() - Math.log1p(terms.regret()),
                        Math.sqrt(variance),
                        candidate.reached(),
                        terms.calls()));
            }
        }
        return regrets;
    }

    private static boolean enough(long baseline, long candidate) {
        return baseline >= FEWEST && candidate >= FEWEST;
    }

    private Regret ofRatio(String measure, ClusteredMean base, ClusteredMean mean, long calls) {
        double allowed = 1 + terms.regret();
        return new Regret(
                measure,
                mean.mean() - allowed * base.mean(),
                Math.sqrt(mean.variance() + allowed * allowed * base.variance()),
                calls,
                terms.calls());
    }
}
