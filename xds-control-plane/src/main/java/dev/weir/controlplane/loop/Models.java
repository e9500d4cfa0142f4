package dev.weir.controlplane.loop;

import dev.weir.controlplane.loop.port.ModelSource;
import dev.weir.controlplane.view.GatewayView.ModelView;
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

    private final ModelSource source;
    private final InstantSource clock;
    private volatile State state;

    private record State(Optional<ScoringModel> model, ModelView view) {}

    public Models(ModelSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.state = new State(
                Optional.empty(), new ModelView(Optional.empty(), "no model yet: EWMA decides", clock.instant()));
    }

    public Optional<ScoringModel> current() {
        return state.model();
    }

    public ModelView view() {
        return state.view();
    }

    public void refresh() {
        switch (source.latest()) {
            case ModelSource.Latest.None none -> {}
            case ModelSource.Latest.Unchanged unchanged -> {}
            case ModelSource.Latest.Good good -> replace(Optional.of(good.model()), "in force: " + good.origin());
            case ModelSource.Latest.Refused refused ->
                replace(
                        state.model(),
                        "refused model " + refused.digest() + ": " + refused.why()
                                + (state.model().isPresent() ? "; the last good one stays" : "; EWMA decides"));
        }
    }

    private void replace(Optional<ScoringModel> model, String message) {
        var digest = model.map(good -> good.digest().value());
        state = new State(model, new ModelView(digest, message, clock.instant()));
        LOG.info(() -> "model " + digest.orElse("none") + " " + message);
    }
}
