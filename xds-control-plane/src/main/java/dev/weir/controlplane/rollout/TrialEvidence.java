package dev.weir.controlplane.rollout;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one stage of a trial has shown so far.
 *
 * @param trial that it is of; evidence of an earlier stage counts for nothing
 * @param apis each with both arms
 * @param asked how often the candidate was asked for a prediction, or a correction
 * @param unanswered of them, how often it gave no legal one
 * @param illegalPlans how often the guard had to replace what the candidate's balancer proposed
 */
public record TrialEvidence(Trial trial, List<ApiEvidence> apis, long asked, long unanswered, long illegalPlans) {
    private static final int FEW_ASKED = 20;
    private static final double MOST_UNANSWERED = 0.01;

    public TrialEvidence {
        Objects.requireNonNull(trial, "trial is null");
        apis = List.copyOf(apis);
    }

    /** In shadow all calls are the baseline's, and the candidate heard them all. */
    public long calls() {
        return apis.stream()
                .map(trial.stage() == Stage.SHADOW ? ApiEvidence::baseline : ApiEvidence::candidate)
                .mapToLong(ArmEvidence::calls)
                .sum();
    }

    /** Why the candidate must go, in words; empty where nothing speaks for it with certainty. */
    Optional<String> fault() {
        if (illegalPlans > 0) {
            return Optional.of("it led to shares that are none, " + illegalPlans + " times");
        }
        if (asked >= FEW_ASKED && unanswered > MOST_UNANSWERED * asked) {
            var answer = trial.candidate().kind().answer();
            return Optional.of("it gave no legal " + answer + " in " + unanswered + " of " + asked + " cases");
        }
        return regret(Regret::certain);
    }

    /** What speaks against the candidate without certainty. */
    Optional<String> doubt() {
        return regret(Regret::likely).map(words -> "more calls, as by now it looks worse: " + words);
    }

    private Optional<String> regret(Predicate<Regret> such) {
        return apis.stream()
                .flatMap(api -> api.regrets().stream().filter(such).map(regret -> words(api, regret)))
                .findFirst();
    }

    private static String words(ApiEvidence api, Regret regret) {
        return String.format(
                Locale.ROOT,
                "%s of %s: failed %.2f %% against %.2f %%, slow %.1f %% against %.1f %%, mean %.1f ms against %.1f ms; %d calls against %d",
                regret.measure(),
                api.api(),
                100 * api.candidate().failures(),
                100 * api.baseline().failures(),
                100 * api.candidate().slow(),
                100 * api.baseline().slow(),
                api.candidate().meanMillis(),
                api.baseline().meanMillis(),
                api.candidate().calls(),
                api.baseline().calls());
    }

    /** For the audit log. */
    Map<String, Double> numbers() {
        var numbers = new TreeMap<String, Double>();
        for (var api : apis) {
            put(numbers, api.api() + ".baseline.", api.baseline());
            put(numbers, api.api() + ".candidate.", api.candidate());
        }
        return numbers;
    }

    private static void put(Map<String, Double> numbers, String arm, ArmEvidence evidence) {
        if (evidence.calls() > 0) {
            numbers.put(arm + "calls", (double) evidence.calls());
            numbers.put(arm + "failures", evidence.failures());
            numbers.put(arm + "slow", evidence.slow());
            numbers.put(arm + "mean_ms", evidence.meanMillis());
            numbers.put(arm + "p99_ms", evidence.p99Millis());
        }
    }
}
