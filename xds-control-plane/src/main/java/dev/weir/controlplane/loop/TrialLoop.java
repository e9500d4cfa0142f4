package dev.weir.controlplane.loop;

import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.rollout.TrialEvidence;
import dev.weir.controlplane.view.GatewayView.RolloutView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The candidate as the weight loop meets it: what the APIs follow, and what they have to show for it. Belongs to the weight loop's thread. */
final class TrialLoop {
    private final Artifacts artifacts;
    private List<ApiLoop> apis;
    private Optional<Trial> trial = Optional.empty();
    private @Nullable WatchedCandidate candidate;

    TrialLoop(Artifacts artifacts, List<ApiLoop> apis) {
        this.artifacts = artifacts;
        this.apis = apis;
    }

    /** Other APIs are offered from now on; those that were not before begin what is on trial. */
    void offer(Instant now, List<ApiLoop> others, Set<ApiLoop> before) {
        apis = others;
        others.stream().filter(api -> !before.contains(api)).forEach(api -> api.follow(now, trial));
    }

    /** What the candidate's arm plans with. */
    Learned beside(Learned inForce) {
        return candidate == null ? inForce : candidate.beside(inForce);
    }

    /** Where a candidate came, went or reached another stage. */
    void follow(Instant now) {
        var given = artifacts.candidate();
        var next = given.map(Standing.Candidate::trial);
        if (!next.equals(trial)) {
            trial = next;
            candidate = given.map(each -> new WatchedCandidate(each.loaded())).orElse(null);
            apis.forEach(api -> api.follow(now, next));
        }
    }

    /** Weights that stand still tell nothing. */
    void show(boolean frozen) {
        artifacts.show(frozen ? Optional.empty() : evidence());
    }

    Optional<RolloutView> view(Instant now, boolean frozen) {
        return evidence()
                .map(shown -> new RolloutView(
                        shown.trial().candidate().kind().words(),
                        shown.trial().candidate().digest(),
                        shown.trial().stage().words(),
                        shown.trial().stage().percent(),
                        shown.trial().since(),
                        frozen
                                ? Optional.of("the weights to move again")
                                : RolloutState.waitsFor(shown, artifacts.terms(), now),
                        shown.calls(),
                        shown.apis()));
    }

    private Optional<TrialEvidence> evidence() {
        return trial.map(given -> new TrialEvidence(
                given,
                apis.stream().flatMap(api -> api.evidence().stream()).toList(),
                candidate == null ? 0 : candidate.asked(),
                candidate == null ? 0 : candidate.unanswered(),
                apis.stream().mapToLong(ApiLoop::illegalPlans).sum()));
    }
}
