package dev.weir.controlplane.rollout;

import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.rollout.RolloutState.Change;
import dev.weir.scoring.ModelDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollout of stages of five minutes and 100 calls, in virtual time. */
final class RolloutStateTest {
    private static final RolloutTerms TERMS = new RolloutTerms(Duration.ofMinutes(5), 100, 0.1, true);
    private static final RolloutTerms AT_ONCE = new RolloutTerms(Duration.ZERO, 100, 0.1, true);
    private static final Artifact A = model("a".repeat(64));
    private static final Artifact B = model("b".repeat(64));
    private static final Artifact N = network("c".repeat(64));
    private static final Artifact O = network("d".repeat(64));

    private RolloutState state = RolloutState.NONE;
    private Instant now = START;
    private final List<AuditEntry> audit = new ArrayList<>();

    @Test
    void publication_beginsInShadow_andTheBaselineStays() {
        publish(A);

        assertThat(current()).isEmpty();
        assertThat(stage()).contains(Stage.SHADOW);
        assertThat(said()).containsExactly("publish", "stage");
    }

    @Test
    void stages_comeInOrder_andTheLastOneIsInForce() {
        publish(A);
        var stages = new ArrayList<String>();
        while (state.trial().isPresent()) {
            stages.add(state.trial().get().stage().words());
            pass();
        }

        assertThat(stages).containsExactly("shadow", "canary 1 %", "canary 10 %", "canary 50 %");
        assertThat(current()).contains(A);
        assertThat(said()).containsExactly("publish", "stage", "stage", "stage", "stage", "in-force");
        assertThat(audit.getLast().numbers()).containsEntry("quotes.candidate.calls", 100.0);
    }

    @Test
    void stage_withoutItsCalls_doesNotAdvance_howeverLongItLasts() {
        publish(A);
        now = now.plus(Duration.ofDays(30));
        judge(evidence(99));

        assertThat(stage()).contains(Stage.SHADOW);
    }

    @Test
    void stage_beforeItsTime_doesNotAdvance_howeverManyCallsItHas() {
        publish(A);
        now = now.plus(TERMS.stage()).minusMillis(1);
        judge(evidence(1_000_000));

        assertThat(stage()).contains(Stage.SHADOW);
    }

    @Test
    void evidence_ofTheStageBefore_countsForNothing() {
        publish(A);
        var old = evidence(1_000_000);
        pass();
        now = now.plus(TERMS.stage());
        judge(old);

        assertThat(stage()).contains(Stage.CANARY_1);
    }

    @Test
    void certainRegret_aborts_atOnce_withItsNumbers() {
        publish(A);
        pass();
        judge(worse(new Regret("slow calls", 0.5, 0.01, 50, 100)));

        assertThat(state.trial()).isEmpty();
        assertThat(current()).isEmpty();
        assertThat(audit.getLast().what()).isEqualTo("abort");
        assertThat(audit.getLast().by()).isEqualTo("weir");
        assertThat(audit.getLast().why())
                .startsWith("in canary 1 %: slow calls of quotes: failed 0.00 % against 0.00 %");
        assertThat(audit.getLast().numbers()).containsKeys("quotes.candidate.p99_ms", "quotes.baseline.p99_ms");
    }

    @Test
    void likelyRegret_waits_andNeitherAbortsNorAdvances() {
        publish(A);
        pass();
        now = now.plus(TERMS.stage());
        judge(worse(new Regret("latency", 0.02, 0.01, 100, 100)));

        assertThat(stage()).contains(Stage.CANARY_1);
    }

    @Test
    void abortedPublication_isNoCandidateAgain_untilItIsPublishedAnew() {
        publish(A);
        judge(worse(new Regret("latency", 1, 0.01, 100, 100)));
        take(state.published(seen(Kind.MODEL), "again", TERMS, now));
        assertThat(state.trial()).isEmpty();

        publish(A);
        assertThat(stage()).contains(Stage.SHADOW);
    }

    @Test
    void illegalShares_abort_inShadow() {
        publish(A);
        judge(new TrialEvidence(trial(), List.of(), 500, 0, 1));

        assertThat(state.trial()).isEmpty();
        assertThat(audit.getLast().why()).isEqualTo("in shadow: it led to shares that are none, 1 times");
    }

    @Test
    void modelThatOftenGivesNoPrediction_aborts_inShadow_butNotAfterAFewTries() {
        publish(A);
        judge(new TrialEvidence(trial(), List.of(), 19, 19, 0));
        assertThat(stage()).contains(Stage.SHADOW);

        judge(new TrialEvidence(trial(), List.of(), 1_000, 11, 0));
        assertThat(state.trial()).isEmpty();
        assertThat(audit.getLast().why()).isEqualTo("in shadow: it gave no legal prediction in 11 of 1000 cases");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void rollback_inAnyStage_endsTheTrial_andLeavesTheBaseline(int stagesPassed) {
        inForce(B);
        publish(A);
        for (int i = 0; i < stagesPassed; i++) {
            pass();
        }
        take(state.rolledBack("operator", "customers complain", now));

        assertThat(state.trial()).isEmpty();
        assertThat(current()).contains(B);
        assertThat(audit.getLast()).satisfies(entry -> {
            assertThat(entry.by()).isEqualTo("operator");
            assertThat(entry.subject()).isEqualTo("model " + A.digest());
            assertThat(entry.why()).isEqualTo("customers complain");
        });
    }

    @Test
    void rollback_ofWhatIsInForce_putsTheOneBeforeInForce_thenEwma_thenThereIsNothing() {
        inForce(A);
        inForce(B);

        take(state.rolledBack("operator", "first", now));
        assertThat(current()).contains(A);
        take(state.rolledBack("operator", "second", now));
        assertThat(current()).isEmpty();
        assertThat(audit.getLast().subject()).isEqualTo("EWMA");
        assertThat(state.rolledBack("operator", "third", now)).isEmpty();
    }

    @Test
    void rolledBackModel_doesNotComeBackByItself() {
        publish(A);
        while (state.trial().isPresent()) {
            pass();
        }
        take(state.rolledBack("operator", "bad", now));
        take(state.published(seen(Kind.MODEL), "seen again after a restart", TERMS, now));

        assertThat(current()).isEmpty();
        assertThat(state.trial()).isEmpty();
    }

    @Test
    void nextPublication_takesTheCandidatesPlace_inShadow() {
        publish(A);
        pass();
        publish(B);

        assertThat(trial().candidate()).isEqualTo(B);
        assertThat(stage()).contains(Stage.SHADOW);
        assertThat(said()).containsSubsequence("supersede", "stage");
    }

    @Test
    void publicationOfWhatIsInForce_beginsNothing() {
        inForce(A);
        publish(A);

        assertThat(state.trial()).isEmpty();
        assertThat(state.inForce()).containsExactly(A);
    }

    @Test
    void stageOfZero_putsWhatIsPublishedInForceAtOnce() {
        take(state.published(new Publication(A, now), "", AT_ONCE, now));

        assertThat(current()).contains(A);
        assertThat(said()).containsExactly("publish", "in-force");
    }

    @Test
    void whereNoApiCanCarryACanary_shadowIsTheOnlyStage() {
        publish(A);
        now = now.plus(TERMS.stage());
        take(state.judged(evidence(100), new RolloutTerms(TERMS.stage(), 100, 0.1, false), now));

        assertThat(current()).contains(A);
    }

    @Test
    void clockThatWasSetBack_holdsNoStageForEver() {
        publish(A);
        now = now.minus(Duration.ofDays(1));
        judge(evidence(100));

        assertThat(stage()).contains(Stage.CANARY_1);
    }

    @Test
    void lostModel_isGivenUp_wheneverItWas() {
        inForce(A);
        publish(B);
        take(state.lost(B, "its files are gone", now));
        assertThat(state.trial()).isEmpty();
        assertThat(current()).contains(A);

        take(state.lost(A, "its files are gone", now));
        assertThat(current()).isEmpty();
    }

    @Test
    void whatWasInForce_isKeptForSixteenRollbacks_andNoMore() {
        for (int i = 0; i < 40; i++) {
            inForce(model("%064x".formatted(i)));
        }

        assertThat(state.inForce()).hasSize(16).endsWith(model("%064x".formatted(39)));
    }

    @Test
    void network_passesTheSameStages_andTheModelInForceStays() {
        inForce(A);
        publish(N);
        var stages = new ArrayList<Stage>();
        while (state.trial().isPresent()) {
            stages.add(trial().stage());
            pass();
        }

        assertThat(stages).containsExactly(Stage.values());
        assertThat(state.current(Kind.NETWORK)).contains(N);
        assertThat(current()).contains(A);
        assertThat(audit.getLast().subject()).isEqualTo("policy network " + N.digest());
    }

    @Test
    void networkThatOftenSaysNothingLegal_aborts_inShadow() {
        publish(N);
        judge(new TrialEvidence(trial(), List.of(), 1_000, 11, 0));

        assertThat(state.trial()).isEmpty();
        assertThat(audit.getLast().why()).isEqualTo("in shadow: it gave no legal correction in 11 of 1000 cases");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publicationOfTheOtherKind_waits_untilTheTrialIsOver(boolean networkFirst) {
        var first = networkFirst ? N : A;
        var second = networkFirst ? A : N;
        publish(first);
        pass();
        var waiting = new Publication(second, now);
        assertThat(state.published(waiting, "", TERMS, now)).isEmpty();
        assertThat(stage()).contains(Stage.CANARY_1);

        take(state.rolledBack("operator", "enough", now));
        take(state.published(waiting, "", TERMS, now));
        assertThat(trial()).isEqualTo(new Trial(second, Stage.SHADOW, now));
    }

    @Test
    void nextNetwork_takesTheCandidatesPlace() {
        publish(N);
        publish(O);

        assertThat(trial().candidate()).isEqualTo(O);
        assertThat(said()).containsSubsequence("supersede", "stage");
    }

    @Test
    void publicationsOfBothKinds_areRemembered() {
        inForce(A);
        inForce(N);
        take(state.rolledBack("operator", "bad", now));
        take(state.rolledBack("operator", "bad too", now));

        assertThat(state.published(seen(Kind.MODEL), "after a restart", TERMS, now))
                .isEmpty();
        assertThat(state.published(seen(Kind.NETWORK), "after a restart", TERMS, now))
                .isEmpty();
    }

    @Test
    void rollback_takesBackWhatCameIntoForceLast_whicheverKind() {
        inForce(A);
        inForce(N);
        inForce(B);
        var words = new ArrayList<String>();
        for (var taken = state.rolledBack("operator", "bad", now);
                taken.isPresent();
                taken = state.rolledBack("operator", "bad", now)) {
            assertThat(state.rollsBack()).isPresent();
            take(taken);
            words.add(audit.getLast().subject());
        }

        assertThat(words).containsExactly(A.toString(), "the plain plan", "EWMA");
        assertThat(state.rollsBack()).isEmpty();
    }

    @Test
    void rollback_ofACandidateNetwork_leavesWhatIsInForceOfBothKinds() {
        inForce(A);
        inForce(N);
        publish(O);
        assertThat(state.rollsBack()).contains(O);
        take(state.rolledBack("operator", "bad", now));

        assertThat(current()).contains(A);
        assertThat(state.current(Kind.NETWORK)).contains(N);
    }

    @Test
    void lostNetwork_leavesTheModel() {
        inForce(A);
        inForce(N);
        take(state.lost(N, "its files are gone", now));

        assertThat(state.current(Kind.NETWORK)).isEmpty();
        assertThat(current()).contains(A);
        assertThat(audit.getLast().subject()).isEqualTo("the plain plan");
    }

    @Test
    void manyNetworks_doNotPushTheModelInForceOut() {
        inForce(A);
        for (int i = 0; i < 40; i++) {
            inForce(network("%064x".formatted(i)));
        }

        assertThat(current()).contains(A);
        assertThat(state.inForce()).hasSize(17);
    }

    /** Whatever happens in whatever order: no stage is skipped, none is entered without calls and time, and a rollback always ends the trial. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyHistory_keepsTheRules(long seed) {
        var random = new SplittableRandom(seed);
        for (int step = 0; step < 2_000; step++) {
            var before = state;
            long calls = random.nextInt(200);
            now = now.plusSeconds(random.nextInt(400));
            int what = random.nextInt(20);
            if (what == 0) {
                publish(model("%064x".formatted(random.nextInt(5))));
            } else if (what == 1) {
                take(state.rolledBack("operator", "by chance", now));
                assertThat(state.trial()).isEmpty();
            } else if (state.trial().isPresent()) {
                judge(evidence(calls));
                assertOneStepAtMost(before, calls);
            }
        }
    }

    private void assertOneStepAtMost(RolloutState before, long calls) {
        var was = before.trial().orElseThrow();
        if (state.equals(before)) {
            return;
        }
        assertThat(calls).isGreaterThanOrEqualTo(TERMS.calls());
        assertThat(Duration.between(was.since(), now)).isGreaterThanOrEqualTo(TERMS.stage());
        if (was.stage().next().isPresent()) {
            assertThat(stage()).isEqualTo(was.stage().next());
            assertThat(current()).isEqualTo(before.current(Kind.MODEL));
        } else {
            assertThat(state.trial()).isEmpty();
            assertThat(current()).contains(was.candidate());
        }
    }

    private void publish(Artifact artifact) {
        now = now.plusMillis(1);
        take(state.published(new Publication(artifact, now), "trained on 300 windows", TERMS, now));
    }

    private void inForce(Artifact artifact) {
        now = now.plusMillis(1);
        take(state.published(new Publication(artifact, now), "", AT_ONCE, now));
    }

    /** The stage's time passes, with as many calls as it needs. */
    private void pass() {
        now = now.plus(TERMS.stage());
        judge(evidence(100));
    }

    private void judge(TrialEvidence evidence) {
        take(state.judged(evidence, TERMS, now));
    }

    private void take(Optional<Change> change) {
        change.ifPresent(taken -> {
            state = taken.state();
            audit.addAll(taken.entries());
        });
    }

    private TrialEvidence evidence(long calls) {
        return evidence(calls, List.of());
    }

    private TrialEvidence worse(Regret regret) {
        return evidence(100, List.of(regret));
    }

    private TrialEvidence evidence(long calls, List<Regret> regrets) {
        boolean shadow = trial().stage() == Stage.SHADOW;
        var fared = new ArmEvidence(calls, 0, 0.05, 5, 20);
        var none = new ArmEvidence(shadow ? 0 : calls, 0, 0, 0, 0);
        return new TrialEvidence(
                trial(), List.of(new ApiEvidence(QUOTES, fared, shadow ? none : fared, regrets)), 1_000, 0, 0);
    }

    private Publication seen(Kind kind) {
        return state.seen().stream()
                .filter(each -> each.artifact().kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private Optional<Artifact> current() {
        return state.current(Kind.MODEL);
    }

    private static Artifact model(String digest) {
        return new Artifact(Kind.MODEL, new ModelDigest(digest));
    }

    private static Artifact network(String digest) {
        return new Artifact(Kind.NETWORK, new ModelDigest(digest));
    }

    private Trial trial() {
        return state.trial().orElseThrow();
    }

    private Optional<Stage> stage() {
        return state.trial().map(Trial::stage);
    }

    private List<String> said() {
        return audit.stream().map(AuditEntry::what).toList();
    }
}
