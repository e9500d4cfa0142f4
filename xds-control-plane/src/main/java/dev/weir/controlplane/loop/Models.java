package dev.weir.controlplane.loop;

import dev.weir.controlplane.view.GatewayView.ModelView;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.ScoringModel;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The model in force. {@link #refresh} looks for a newly published one and is called by one background thread; a model that is
 * refused leaves the last good one in place.
 */
public final class Models {
    private static final Logger LOG = Logger.getLogger(Models.class.getName());

    private final ModelRegistry registry;
    private final InstantSource clock;
    private volatile State state;

    private record State(Optional<ScoringModel> model, Optional<ModelDigest> refused, ModelView view) {}

    public Models(ModelRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        this.state = new State(
                Optional.empty(), Optional.empty(), new ModelView(Optional.empty(), "no model yet: EWMA decides", clock.instant()));
    }

    public Optional<ScoringModel> current() {
        return state.model();
    }

    public ModelView view() {
        return state.view();
    }
}
