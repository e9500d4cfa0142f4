package dev.weir.controlplane.loop;

import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.loop.port.ArtifactSource;
import dev.weir.controlplane.loop.port.ArtifactSource.Loaded;
import dev.weir.controlplane.operator.Reason;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.Publication;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.rollout.TrialEvidence;
import dev.weir.controlplane.rollout.port.RolloutStore;
import dev.weir.controlplane.view.GatewayView.ArtifactView;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What was learned: in force, and on its way there. {@link #refresh} looks for what was newly published, {@link #judge} at what the candidate has
 * shown; each by one background thread. The rest by any. A change is in the audit log and stored before it is in force; an artifact that is refused
 * changes nothing.
 */
public final class Artifacts {
    private static final Logger LOG = Logger.getLogger(Artifacts.class.getName());
    private static final String WAITS = "published, and waits until the other candidate is in force or gone; ";
    private static final List<Kind> KINDS = List.of(Kind.values());

    private final Map<Kind, ArtifactSource> sources;
    private final RolloutStore store;
    private final AuditLog audit;
    private volatile RolloutTerms terms;
    private final InstantSource clock;
    /** Published and no candidate yet. */
    private final Map<Kind, ArtifactSource.Latest.Good> waiting = new EnumMap<>(Kind.class);

    private final Map<Artifact, Loaded> loaded = new HashMap<>();
    private RolloutState state;
    private volatile Standing standing;
    private volatile Optional<TrialEvidence> evidence = Optional.empty();

    /** What happened to a kind. @param words asked for once what they need is loaded */
    private record Told(Kind kind, Supplier<String> words) {}

    /** @param sources those of a kind that has none find nothing */
    public Artifacts(
            Map<Kind, ArtifactSource> sources,
            RolloutStore store,
            AuditLog audit,
            RolloutTerms terms,
            InstantSource clock) {
        this.sources = Map.copyOf(sources);
        this.store = store;
        this.audit = audit;
        this.terms = terms;
        this.clock = clock;
        this.state = store.load();
        this.standing = Standing.nothing(clock.instant());
    }

    public Learned inForce() {
        return standing.inForce();
    }

    Optional<Standing.Candidate> candidate() {
        return standing.candidate();
    }

    /** From now on rolls out on other terms. */
    public void follow(RolloutTerms other) {
        terms = other;
    }

    RolloutTerms terms() {
        return terms;
    }

    /** Where the audit log is not as it was written. */
    Optional<String> auditTrouble() {
        return audit.trouble();
    }

    public ArtifactView view(Kind kind) {
        return standing.view(kind);
    }

    /** What {@link #rollBack} would take back now. */
    public Optional<Artifact> rollsBack() {
        return standing.rollsBack();
    }

    /** What the candidate has shown in its stage; empty where it cannot be judged now. */
    void show(Optional<TrialEvidence> shown) {
        evidence = shown;
    }

    public Optional<TrialEvidence> evidence() {
        return evidence;
    }

    /** Looks for what was published, and at the first time loads what was in force before a restart. */
    public synchronized void refresh() {
        KINDS.forEach(kind -> source(kind).ifPresent(source -> settle(look(kind, source))));
    }

    /** Goes on, aborts or waits, by the newest evidence. */
    public synchronized void judge() {
        settle(evidence.flatMap(shown -> state.judged(shown, terms, clock.instant()))
                .map(this::take));
    }

    /** Takes the candidate back, or else what came into force last. @return how its kind stands then; empty where there is neither */
    public synchronized Optional<ArtifactView> rollBack(String by, String reason) {
        var taken =
                state.rolledBack(by, Reason.checked(reason), clock.instant()).map(this::take);
        settle(taken);
        return taken.map(told -> view(told.kind()));
    }

    private Optional<Told> look(Kind kind, ArtifactSource source) {
        return switch (source.latest()) {
            case ArtifactSource.Latest.None none -> {
                waiting.remove(kind);
                yield Optional.empty();
            }
            case ArtifactSource.Latest.Unchanged unchanged -> begin(kind);
            case ArtifactSource.Latest.Good good -> {
                boolean seen = state.seen().contains(publication(good));
                if (!seen) {
                    waiting.put(kind, good);
                }
                yield seen
                        ? Optional.empty()
                        : begin(kind)
                                .or(() -> Optional.of(new Told(kind, () -> WAITS + standing(kind, "the one before"))));
            }
            case ArtifactSource.Latest.Refused refused -> {
                waiting.remove(kind);
                yield Optional.of(new Told(
                        kind,
                        () -> "refused " + kind.words() + " " + refused.digest() + ": " + refused.why() + "; "
                                + standing(kind, "the last good one")));
            }
        };
    }

    /** What waits becomes the candidate, once none of another kind is on its way. */
    private Optional<Told> begin(Kind kind) {
        var good = waiting.get(kind);
        if (good == null) {
            return Optional.empty();
        }
        var change = state.published(publication(good), good.loaded().origin(), terms, clock.instant());
        return change.map(next -> {
            loaded.putIfAbsent(good.loaded().artifact(), good.loaded());
            var told = take(next);
            waiting.remove(kind);
            return told;
        });
    }

    private Optional<ArtifactSource> source(Kind kind) {
        return Optional.ofNullable(sources.get(kind));
    }

    private static Publication publication(ArtifactSource.Latest.Good good) {
        return new Publication(good.loaded().artifact(), good.at());
    }

    private String standing(Kind kind, String one) {
        return state.current(kind).isPresent() ? one + " stays" : kind.withoutWords();
    }

    private Told take(RolloutState.Change change) {
        change.entries().forEach(audit::append);
        store.save(change.state());
        state = change.state();
        var kind = change.kind();
        var last = change.entries().getLast();
        return new Told(kind, () -> switch (last.what()) {
            case "in-force", "publish" -> inForce(kind);
            case "stage" -> "candidate in " + last.why();
            default ->
                last.what() + " " + last.subject() + ": " + last.why() + "; "
                        + standing(kind, "the " + kind.words() + " before");
        });
    }

    /** Makes what the state names stand: what memory has not, as after a restart or a rollback, is loaded; what cannot be is given up. */
    private void settle(Optional<Told> first) {
        var told = new EnumMap<Kind, Supplier<String>>(Kind.class);
        first.ifPresent(each -> told.put(each.kind(), each.words()));
        for (var missing = missing(); missing.isPresent(); missing = missing()) {
            var artifact = missing.get();
            var found = source(artifact.kind()).flatMap(each -> each.load(artifact.digest()));
            found.ifPresent(each -> loaded.put(artifact, each));
            if (found.isEmpty()) {
                state.lost(artifact, "its files are gone or not as they were", clock.instant())
                        .map(this::take)
                        .ifPresent(each -> told.put(each.kind(), each.words()));
            }
        }
        loaded.keySet().retainAll(needed());
        var changed = KINDS.stream()
                .filter(kind -> told.containsKey(kind) || !standing.shows(state, kind))
                .toList();
        if (!changed.isEmpty()) {
            var views = new EnumMap<>(standing.views());
            changed.forEach(kind -> views.put(
                    kind, view(kind, told.getOrDefault(kind, () -> words(kind)).get())));
            standing = Standing.of(state, this::loaded, views);
        }
    }

    private Optional<Artifact> missing() {
        return needed().stream()
                .filter(artifact -> !loaded.containsKey(artifact))
                .findFirst();
    }

    private List<Artifact> needed() {
        var current = KINDS.stream().flatMap(kind -> state.current(kind).stream());
        return Stream.concat(current, state.trial().map(Trial::candidate).stream())
                .toList();
    }

    private ArtifactView view(Kind kind, String message) {
        var digest = state.current(kind).map(each -> each.digest().value());
        LOG.info(() -> kind.words() + " " + digest.orElse("none") + " " + message);
        return new ArtifactView(kind.words(), digest, message, clock.instant());
    }

    private String words(Kind kind) {
        return state.trialOf(kind)
                .map(trial -> "candidate in " + trial.stage().words())
                .orElseGet(() -> inForce(kind));
    }

    private String inForce(Kind kind) {
        return state.current(kind)
                .map(artifact -> "in force: " + loaded(artifact).origin())
                .orElse("no " + kind.words() + " in force: " + kind.withoutWords());
    }

    private Loaded loaded(Artifact artifact) {
        return Objects.requireNonNull(loaded.get(artifact), "not loaded");
    }
}
