package dev.weir.controlplane.loop;

import dev.weir.controlplane.loop.port.ArtifactSource.Loaded;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.ScoringModel;
import java.util.Optional;

/** What was learned and a balancer plans with: of each kind at most one. Without a model what was measured decides, without a network the plan stands. */
public record Learned(Optional<ScoringModel> model, Optional<PolicyNetwork> network) {
    static final Learned NOTHING = new Learned(Optional.empty(), Optional.empty());

    /** The same with that artifact in the place of its kind. */
    Learned with(Loaded artifact) {
        return switch (artifact) {
            case Loaded.Model found -> new Learned(Optional.of(found.model()), network);
            case Loaded.Network found -> new Learned(model, Optional.of(found.network()));
        };
    }
}
