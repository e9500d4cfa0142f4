package dev.weir.controlplane.rollout;

import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.scoring.ModelDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in force and what is on its way there. Pure: each transition gives the next state and what the audit log should say of it, or nothing
 * where nothing changes.
 *
 * <p>A publication becomes the candidate once. Whatever becomes of it (in force, aborted, rolled back), only a new publication makes it, or
 * another, a candidate again.
 *
 * @param inForce the digests that were in force, each put there over the one before; the last one is in force, none is EWMA
 * @param trial the candidate's
 * @param seen the publication that became a candidate last
 */
public record RolloutState(List<ModelDigest> inForce, Optional<Trial> trial, Optional<Publication> seen) {
    /** Nothing was ever published. */
    public static final RolloutState NONE = new RolloutState(List.of(), Optional.empty(), Optional.empty());

    /** How often in a row one can roll back. */
    static final int MAX_KEPT = 16;

    public RolloutState {
        inForce = List.copyOf(inForce.subList(Math.max(0, inForce.size() - MAX_KEPT), inForce.size()));
    }

    /** The next state. @param entries what the audit log should say, in order; at least one */
    public record Change(RolloutState state, List<AuditEntry> entries) {
        public Change {
            entries = List.copyOf(entries);
        }
    }

    /** Empty where EWMA decides. */
    public Optional<ModelDigest> current() {
        return inForce.isEmpty() ? Optional.empty() : Optional.of(inForce.getLast());
    }

    /** Something was published, or was there at the start. A candidate that has not come into force gives way to it. */
    public Optional<Change> published(Publication publication, String origin, RolloutTerms terms, Instant now) {
        if (seen.equals(Optional.of(publication))) {
            return Optional.empty();
        }
        var digest = publication.digest();
        var entries = new ArrayList<AuditEntry>();
        entries.add(entry(now, "publish", digest, origin, Map.of()));
        trial.ifPresent(
                given -> entries.add(entry(now, "supersede", given.candidate(), "another was published", Map.of())));
        var next = new RolloutState(inForce, Optional.empty(), Optional.of(publication));
        if (current().equals(Optional.of(digest))) {
            return Optional.of(new Change(next, entries));
        }
        if (terms.immediate()) {
            entries.add(entry(now, "in-force", digest, "rollout.stage is 0s", Map.of()));
            return Optional.of(new Change(next.with(digest), entries));
        }
        entries.add(entry(now, "stage", digest, Stage.SHADOW.words(), Map.of()));
        return Optional.of(new Change(next.with(new Trial(digest, Stage.SHADOW, now)), entries));
    }

    /** Looks at what the stage has shown: goes on, aborts, or waits. Evidence of another stage says nothing. */
    public Optional<Change> judged(Evidence evidence, RolloutTerms terms, Instant now) {
        if (!trial.equals(Optional.of(evidence.trial()))) {
            return Optional.empty();
        }
        var fault = evidence.fault();
        if (fault.isPresent()) {
            var why = "in " + evidence.trial().stage().words() + ": " + fault.get();
            return Optional.of(new Change(
                    ended(), List.of(entry(now, "abort", evidence.trial().candidate(), why, evidence.numbers()))));
        }
        return waitsFor(evidence, terms, now).isPresent()
                ? Optional.empty()
                : Optional.of(onward(evidence, terms, now));
    }

    /** What the candidate waits for before it goes on, in words; empty where it may. */
    public static Optional<String> waitsFor(Evidence evidence, RolloutTerms terms, Instant now) {
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

    /** By an operator's order: the candidate goes, or else what is in force gives way to what was before it. Empty where there is neither. */
    public Optional<Change> rolledBack(String reason, Instant now) {
        if (trial.isPresent()) {
            var digest = trial.get().candidate().value();
            return Optional.of(new Change(ended(), List.of(AuditEntry.ordered(now, "rollback", digest, reason))));
        }
        return current().map(digest -> {
            var before = new RolloutState(inForce.subList(0, inForce.size() - 1), trial, seen);
            return new Change(
                    before,
                    List.of(
                            AuditEntry.ordered(now, "rollback", digest.value(), reason),
                            before.nowInForce(now, "was in force before")));
        });
    }

    /** What is in force, or the candidate, cannot be loaded. */
    public Optional<Change> lost(ModelDigest digest, String why, Instant now) {
        var lost = entry(now, "lost", digest, why, Map.of());
        if (trial.filter(given -> given.candidate().equals(digest)).isPresent()) {
            return Optional.of(new Change(ended(), List.of(lost)));
        }
        if (!inForce.contains(digest)) {
            return Optional.empty();
        }
        var others = inForce.stream().filter(each -> !each.equals(digest)).toList();
        var without = new RolloutState(others, trial, seen);
        return Optional.of(
                new Change(without, List.of(lost, without.nowInForce(now, "the newest that can be loaded"))));
    }

    private Change onward(Evidence evidence, RolloutTerms terms, Instant now) {
        var given = evidence.trial();
        var next = terms.canaries() ? given.stage().next() : Optional.<Stage>empty();
        return next.map(stage -> new Change(
                        with(new Trial(given.candidate(), stage, now)),
                        List.of(entry(now, "stage", given.candidate(), stage.words(), evidence.numbers()))))
                .orElseGet(() -> new Change(
                        with(given.candidate()),
                        List.of(entry(
                                now,
                                "in-force",
                                given.candidate(),
                                "after " + given.stage().words(),
                                evidence.numbers()))));
    }

    private RolloutState with(Trial next) {
        return new RolloutState(inForce, Optional.of(next), seen);
    }

    /** Ends the trial. */
    private RolloutState with(ModelDigest next) {
        var all = new ArrayList<>(inForce);
        all.add(next);
        return new RolloutState(all, Optional.empty(), seen);
    }

    private RolloutState ended() {
        return new RolloutState(inForce, Optional.empty(), seen);
    }

    private AuditEntry nowInForce(Instant now, String why) {
        return new AuditEntry(
                now,
                AuditEntry.WEIR,
                "in-force",
                current().map(ModelDigest::value).orElse("EWMA"),
                why,
                Map.of());
    }

    private static AuditEntry entry(
            Instant now, String what, ModelDigest digest, String why, Map<String, Double> numbers) {
        return new AuditEntry(now, AuditEntry.WEIR, what, digest.value(), why, numbers);
    }
}
