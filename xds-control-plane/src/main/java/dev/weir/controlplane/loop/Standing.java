package dev.weir.controlplane.loop;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.weir.controlplane.loop.port.ArtifactSource.Loaded;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.view.GatewayView.ArtifactView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What stands at one moment, as those read it who plan and who look. @param rollsBack what a rollback would take back */
record Standing(
        Learned inForce, Optional<Candidate> candidate, Optional<Artifact> rollsBack, Map<Kind, ArtifactView> views) {

    /** An artifact on its way. */
    record Candidate(Trial trial, Loaded loaded) {}

    Standing {
        views = Map.copyOf(views);
    }

    /** Before anything was looked for. */
    static Standing nothing(Instant now) {
        return new Standing(
                Learned.NOTHING,
                Optional.empty(),
                Optional.empty(),
                Arrays.stream(Kind.values())
                        .collect(toMap(
                                identity(),
                                kind -> new ArtifactView(
                                        kind.words(),
                                        Optional.empty(),
                                        "no " + kind.words() + " yet: " + kind.withoutWords(),
                                        now))));
    }

    /** @param loaded each that the state names */
    static Standing of(RolloutState state, Function<Artifact, Loaded> loaded, Map<Kind, ArtifactView> views) {
        var inForce = Learned.NOTHING;
        for (var kind : Kind.values()) {
            inForce = state.current(kind).map(loaded).map(inForce::with).orElse(inForce);
        }
        return new Standing(
                inForce,
                state.trial().map(trial -> new Candidate(trial, loaded.apply(trial.candidate()))),
                state.rollsBack(),
                views);
    }

    /** Whether that is what the state has of a kind. */
    boolean shows(RolloutState state, Kind kind) {
        return view(kind)
                        .digest()
                        .equals(state.current(kind).map(each -> each.digest().value()))
                && candidate
                        .map(Candidate::trial)
                        .filter(trial -> trial.isOf(kind))
                        .equals(state.trialOf(kind));
    }

    ArtifactView view(Kind kind) {
        return Objects.requireNonNull(views.get(kind), "no view");
    }
}
