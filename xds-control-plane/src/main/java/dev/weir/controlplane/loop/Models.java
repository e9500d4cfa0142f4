package dev.weir.controlplane.loop;

import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.loop.port.ModelSource;
import dev.weir.controlplane.loop.port.ModelSource.Loaded;
import dev.weir.controlplane.operator.Reason;
import dev.weir.controlplane.rollout.Evidence;
import dev.weir.controlplane.rollout.Publication;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.rollout.port.RolloutStore;
import dev.weir.controlplane.view.GatewayView.ModelView;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.ScoringModel;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The model in force and the candidate. {@link #refresh} looks for a newly published one, {@link #judge} at what the candidate has shown; each by
 * one background thread. The rest by any. A change is in the audit log and stored before it is in force; a model that is refused changes nothing.
 */
public final class Models {
    private static final Logger LOG = Logger.getLogger(Models.class.getName());

    private final ModelSource source;
    private final RolloutStore store;
    private final AuditLog audit;
    private final RolloutTerms terms;
    private final InstantSource clock;
    private final Map<ModelDigest, Loaded> loaded = new HashMap<>();
    private RolloutState state;
    private volatile Standing standing;
    private volatile Optional<Evidence> evidence = Optional.empty();

    private record Standing(Optional<ScoringModel> model, Optional<Candidate> candidate, ModelView view) {}

    /** A model on its way. */
    record Candidate(Trial trial, ScoringModel model) {}

    public Models(ModelSource source, RolloutStore store, AuditLog audit, RolloutTerms terms, InstantSource clock) {
        this.source = source;
        this.store = store;
        this.audit = audit;
        this.terms = terms;
        this.clock = clock;
        this.state = store.load();
        this.standing = new Standing(
                Optional.empty(),
                Optional.empty(),
                new ModelView(Optional.empty(), "no model yet: EWMA decides", clock.instant()));
    }

    /** Empty where EWMA decides. */
    public Optional<ScoringModel> current() {
        return standing.model();
    }

    Optional<Candidate> candidate() {
        return standing.candidate();
    }

    RolloutTerms terms() {
        return terms;
    }

    /** Where the audit log is not as it was written. */
    Optional<String> auditTrouble() {
        return audit.trouble();
    }

    public ModelView view() {
        return standing.view();
    }

    /** What the candidate has shown in its stage; empty where it cannot be judged now. */
    void show(Optional<Evidence> shown) {
        evidence = shown;
    }

    public Optional<Evidence> evidence() {
        return evidence;
    }

    /** Looks for what was published, and at the first time loads what was in force before a restart. */
    public synchronized void refresh() {
        settle(
                switch (source.latest()) {
                    case ModelSource.Latest.None none -> Optional.empty();
                    case ModelSource.Latest.Unchanged unchanged -> Optional.empty();
                    case ModelSource.Latest.Good good -> published(good);
                    case ModelSource.Latest.Refused refused ->
                        Optional.of(() -> "refused model " + refused.digest() + ": " + refused.why()
                                + (state.current().isPresent() ? "; the last good one stays" : "; EWMA decides"));
                });
    }

    /** Goes on, aborts or waits, by the newest evidence. */
    public synchronized void judge() {
        settle(evidence.flatMap(shown -> state.judged(shown, terms, clock.instant()))
                .map(this::take));
    }

    /** Takes the candidate back, or else what is in force. @return false where there is neither */
    public synchronized boolean rollBack(String reason) {
        var taken = state.rolledBack(Reason.checked(reason), clock.instant()).map(this::take);
        settle(taken);
        return taken.isPresent();
    }

    private Optional<Supplier<String>> published(ModelSource.Latest.Good good) {
        var digest = good.loaded().model().digest();
        loaded.putIfAbsent(digest, good.loaded());
        return state.published(new Publication(digest, good.at()), good.loaded().origin(), terms, clock.instant())
                .map(this::take);
    }

    /** @return what to say of it, once what it needs is loaded */
    private Supplier<String> take(RolloutState.Change change) {
        change.entries().forEach(audit::append);
        store.save(change.state());
        state = change.state();
        var last = change.entries().getLast();
        return () -> switch (last.what()) {
            case "in-force", "publish" -> inForce();
            case "stage" -> "candidate in " + last.why();
            default ->
                last.what() + " " + last.subject() + ": " + last.why()
                        + (state.current().isPresent() ? "; the model before stays" : "; EWMA decides");
        };
    }

    private String standingWords() {
        return state.trial()
                .map(trial -> "candidate in " + trial.stage().words())
                .orElseGet(this::inForce);
    }

    private String inForce() {
        return state.current().map(digest -> "in force: " + origin(digest)).orElse("no model in force: EWMA decides");
    }

    /** Makes what the state names stand: what memory has not, as after a restart or a rollback, is loaded; what cannot be is given up. */
    private void settle(Optional<Supplier<String>> told) {
        var message = told;
        for (var missing = missing(); missing.isPresent(); missing = missing()) {
            var digest = missing.get();
            var found = source.load(digest);
            found.ifPresent(model -> loaded.put(digest, model));
            if (found.isEmpty()) {
                message = state.lost(digest, "its files are gone or not as they were", clock.instant())
                        .map(this::take);
            }
        }
        loaded.keySet().retainAll(needed());
        if (message.isPresent()
                || !standing.model().map(ScoringModel::digest).equals(state.current())
                || !standing.candidate().map(Candidate::trial).equals(state.trial())) {
            say(message.map(Supplier::get).orElseGet(this::standingWords));
        }
    }

    private Optional<ModelDigest> missing() {
        return needed().stream().filter(digest -> !loaded.containsKey(digest)).findFirst();
    }

    private List<ModelDigest> needed() {
        return Stream.concat(state.current().stream(), state.trial().map(Trial::candidate).stream())
                .toList();
    }

    private void say(String message) {
        var digest = state.current();
        standing = new Standing(
                digest.map(this::model),
                state.trial().map(trial -> new Candidate(trial, model(trial.candidate()))),
                new ModelView(digest.map(ModelDigest::value), message, clock.instant()));
        LOG.info(() -> "model " + digest.map(ModelDigest::value).orElse("none") + " " + message);
    }

    private String origin(ModelDigest digest) {
        return Objects.requireNonNull(loaded.get(digest), "not loaded").origin();
    }

    private ScoringModel model(ModelDigest digest) {
        return Objects.requireNonNull(loaded.get(digest), "not loaded").model();
    }
}
