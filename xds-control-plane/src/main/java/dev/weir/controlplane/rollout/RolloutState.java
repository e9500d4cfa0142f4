package dev.weir.controlplane.rollout;

import dev.weir.controlplane.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in force and what is on its way there. Pure: each transition gives the next state and what the audit log should say of it, or nothing
 * where nothing changes.
 *
 * <p>A publication becomes the candidate once. Whatever becomes of it (in force, aborted, rolled back), only a new publication makes it, or
 * another, a candidate again. There is one candidate at a time, of whichever kind.
 *
 * @param inForce the artifacts that were in force, in the order in which they came; the last one of each kind is in force
 * @param trial the candidate's
 * @param seen of each kind the publication that became a candidate last
 */
public record RolloutState(List<Artifact> inForce, Optional<Trial> trial, List<Publication> seen) {
    /** Nothing was ever published. */
    public static final RolloutState NONE = new RolloutState(List.of(), Optional.empty(), List.of());

    /** How often in a row one can roll back a kind. */
    static final int MAX_KEPT = 16;

    public RolloutState {
        inForce = newest(inForce);
        seen = List.copyOf(seen);
    }

    /** The next state. @param kind of what changed @param entries what the audit log should say, in order; at least one */
    public record Change(RolloutState state, Kind kind, List<AuditEntry> entries) {
        public Change {
            entries = List.copyOf(entries);
        }
    }

    /** Empty where none of the kind is in force. */
    public Optional<Artifact> current(Kind kind) {
        return inForce.reversed().stream().filter(each -> each.kind() == kind).findFirst();
    }

    /** Empty where none of the kind is on its way. */
    public Optional<Trial> trialOf(Kind kind) {
        return trial.filter(given -> given.isOf(kind));
    }

    /** What a rollback takes back: the candidate, or else what came into force last. */
    public Optional<Artifact> rollsBack() {
        return trial.map(Trial::candidate)
                .or(() -> inForce.isEmpty() ? Optional.empty() : Optional.of(inForce.getLast()));
    }

    /**
     * Something was published, or was there at the start. A candidate of its kind that has not come into force gives way to it; for one of the other
     * kind it waits.
     *
     * @return empty where it became a candidate before, or waits
     */
    public Optional<Change> published(Publication publication, String origin, RolloutTerms terms, Instant now) {
        var artifact = publication.artifact();
        if (seen.contains(publication)
                || trial.filter(given -> !given.isOf(artifact.kind())).isPresent()) {
            return Optional.empty();
        }
        var entries = new ArrayList<AuditEntry>();
        entries.add(entry(now, "publish", artifact, origin, Map.of()));
        trial.ifPresent(
                given -> entries.add(entry(now, "supersede", given.candidate(), "another was published", Map.of())));
        var next = saw(publication);
        if (current(artifact.kind()).equals(Optional.of(artifact))) {
            return changed(next, artifact, entries);
        }
        if (terms.immediate()) {
            entries.add(entry(now, "in-force", artifact, "rollout.stage is 0s", Map.of()));
            return changed(next.with(artifact), artifact, entries);
        }
        entries.add(entry(now, "stage", artifact, Stage.SHADOW.words(), Map.of()));
        return changed(next.with(new Trial(artifact, Stage.SHADOW, now)), artifact, entries);
    }

    /** Looks at what the stage has shown: goes on, aborts, or waits. Evidence of another stage says nothing. */
    public Optional<Change> judged(TrialEvidence evidence, RolloutTerms terms, Instant now) {
        if (!trial.equals(Optional.of(evidence.trial()))) {
            return Optional.empty();
        }
        var candidate = evidence.trial().candidate();
        var fault = evidence.fault();
        if (fault.isPresent()) {
            var why = "in " + evidence.trial().stage().words() + ": " + fault.get();
            return changed(ended(), candidate, List.of(entry(now, "abort", candidate, why, evidence.numbers())));
        }
        return waitsFor(evidence, terms, now).isPresent() ? Optional.empty() : onward(evidence, terms, now);
    }

    /** What the candidate waits for before it goes on, in words; empty where it may. */
    public static Optional<String> waitsFor(TrialEvidence evidence, RolloutTerms terms, Instant now) {
        // A clock that was set back must not hold a stage for ever; the calls are counted in any case.
        var left = terms.stage()
                .minus(Duration.between(evidence.trial().since(), now).abs());
        if (left.isPositive()) {
            return Optional.of("another " + Math.max(1, left.toSeconds()) + " s");
        }
        if (evidence.calls() < terms.calls()) {
            return Optional.of("calls: " + evidence.calls() + " of " + terms.calls());
        }
        return evidence.doubt();
    }

    /** By an operator's order: the candidate goes, or else what came into force last gives way to what was before it. Empty where there is neither. */
    public Optional<Change> rolledBack(String by, String reason, Instant now) {
        return rollsBack().flatMap(taken -> {
            var order = AuditEntry.ordered(now, by, "rollback", taken.toString(), reason);
            if (trial.isPresent()) {
                return changed(ended(), taken, List.of(order));
            }
            var before = new RolloutState(inForce.subList(0, inForce.size() - 1), trial, seen);
            return changed(before, taken, List.of(order, before.nowInForce(taken.kind(), now, "was in force before")));
        });
    }

    /** What is in force, or the candidate, cannot be loaded. */
    public Optional<Change> lost(Artifact artifact, String why, Instant now) {
        var lost = entry(now, "lost", artifact, why, Map.of());
        if (trial.filter(given -> given.candidate().equals(artifact)).isPresent()) {
            return changed(ended(), artifact, List.of(lost));
        }
        if (!inForce.contains(artifact)) {
            return Optional.empty();
        }
        var others = inForce.stream().filter(each -> !each.equals(artifact)).toList();
        var without = new RolloutState(others, trial, seen);
        return changed(
                without,
                artifact,
                List.of(lost, without.nowInForce(artifact.kind(), now, "the newest that can be loaded")));
    }

    private Optional<Change> onward(TrialEvidence evidence, RolloutTerms terms, Instant now) {
        var candidate = evidence.trial().candidate();
        var stage = evidence.trial().stage();
        var next = terms.canaries() ? stage.next() : Optional.<Stage>empty();
        var entry = next.map(each -> entry(now, "stage", candidate, each.words(), evidence.numbers()))
                .orElseGet(() -> entry(now, "in-force", candidate, "after " + stage.words(), evidence.numbers()));
        var state = next.map(each -> with(new Trial(candidate, each, now))).orElseGet(() -> with(candidate));
        return changed(state, candidate, List.of(entry));
    }

    private RolloutState with(Trial next) {
        return new RolloutState(inForce, Optional.of(next), seen);
    }

    /** Ends the trial. */
    private RolloutState with(Artifact next) {
        var all = new ArrayList<>(inForce);
        all.add(next);
        return new RolloutState(all, Optional.empty(), seen);
    }

    private RolloutState ended() {
        return new RolloutState(inForce, Optional.empty(), seen);
    }

    /** Ends the trial, and remembers the publication in the place of the one before of its kind. */
    private RolloutState saw(Publication publication) {
        var all = new ArrayList<>(seen);
        all.removeIf(each -> each.artifact().kind() == publication.artifact().kind());
        all.add(publication);
        return new RolloutState(inForce, Optional.empty(), all);
    }

    /** Each kind is counted for itself, or many of one would push out what is in force of the other. */
    private static List<Artifact> newest(List<Artifact> inForce) {
        var kept = new ArrayList<Artifact>();
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        for (var artifact : inForce.reversed()) {
            if (counts.merge(artifact.kind(), 1, Integer::sum) <= MAX_KEPT) {
                kept.add(artifact);
            }
        }
        return List.copyOf(kept.reversed());
    }

    private static Optional<Change> changed(RolloutState next, Artifact artifact, List<AuditEntry> entries) {
        return Optional.of(new Change(next, artifact.kind(), entries));
    }

    private AuditEntry nowInForce(Kind kind, Instant now, String why) {
        var words = current(kind).map(Artifact::toString).orElse(kind.without());
        return new AuditEntry(now, AuditEntry.WEIR, "in-force", words, why, Map.of());
    }

    private static AuditEntry entry(
            Instant now, String what, Artifact artifact, String why, Map<String, Double> numbers) {
        return new AuditEntry(now, AuditEntry.WEIR, what, artifact.toString(), why, numbers);
    }
}
