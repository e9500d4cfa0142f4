package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.loop.port.FakeModels;
import dev.weir.controlplane.loop.port.ModelSource.Latest;
import dev.weir.controlplane.rollout.ApiEvidence;
import dev.weir.controlplane.rollout.ArmEvidence;
import dev.weir.controlplane.rollout.Evidence;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.Stage;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.rollout.port.FakeRolloutStore;
import dev.weir.scoring.ScoringModel;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelsTest {
    private final SettableClock clock = new SettableClock(START);
    private final FakeModels source = new FakeModels();
    private final FakeRolloutStore store = new FakeRolloutStore();
    private final FakeAuditLog audit = new FakeAuditLog();
    private final ScoringModel good = FakeModels.model('a');
    private final ScoringModel better = FakeModels.model('b');
    private Models models = started(Duration.ZERO);

    @Test
    void models_beforeAnyWasPublished_saysThatEwmaDecides() {
        models.refresh();

        assertThat(models.current()).isEmpty();
        assertThat(models.view().digest()).isEmpty();
        assertThat(models.view().message()).isEqualTo("no model yet: EWMA decides");
    }

    @Test
    void stageOfZero_putsAGoodModelInForce_sinceItWasSeen() {
        clock.forward(Duration.ofSeconds(7));
        publish(good);

        assertThat(models.current()).contains(good);
        assertThat(models.view().digest()).contains("a".repeat(64));
        assertThat(models.view().message()).isEqualTo("in force: trained on 300 windows");
        assertThat(models.view().since()).isEqualTo(START.plusSeconds(7).plusMillis(1));
    }

    @Test
    void withStages_aGoodModelIsACandidate_andNotInForce() {
        models = started(Duration.ofMinutes(5));
        publish(good);

        assertThat(models.current()).isEmpty();
        assertThat(models.candidate()).hasValueSatisfying(candidate -> {
            assertThat(candidate.model()).isEqualTo(good);
            assertThat(candidate.trial().stage()).isEqualTo(Stage.SHADOW);
        });
        assertThat(models.view().message()).isEqualTo("candidate in shadow");
        assertThat(audit.lines()).containsExactly("weir publish aa: trained on 300 windows", "weir stage aa: shadow");
    }

    @Test
    void refusedModel_leavesTheLastGoodOne_andSaysSo() {
        publish(good);
        source.latest = new Latest.Refused("bb", "it does not give finite predictions");
        models.refresh();

        assertThat(models.current()).contains(good);
        assertThat(models.view().message())
                .isEqualTo("refused model bb: it does not give finite predictions; the last good one stays");
    }

    @Test
    void refusedModel_whereNoneWasGood_leavesEwma() {
        source.latest = new Latest.Refused("bb", "its file is missing");
        models.refresh();

        assertThat(models.current()).isEmpty();
        assertThat(models.view().message()).isEqualTo("refused model bb: its file is missing; EWMA decides");
    }

    @Test
    void unchangedSource_changesNothing() {
        publish(good);
        var before = models.view();
        clock.forward(Duration.ofSeconds(7));
        source.latest = new Latest.Unchanged();
        models.refresh();

        assertThat(models.view()).isEqualTo(before);
    }

    @Test
    void candidate_goesThroughItsStages_asItsEvidenceAllows() {
        models = started(Duration.ofMinutes(5));
        publish(good);
        for (int stage = 0; stage < 4; stage++) {
            models.judge();
            assertThat(models.current()).isEmpty();
            showEnough();
            models.judge();
        }

        assertThat(models.current()).contains(good);
        assertThat(models.candidate()).isEmpty();
        assertThat(models.view().message()).isEqualTo("in force: trained on 300 windows");
    }

    @Test
    void candidateThatFails_goes_andTheMessageSaysWhy() {
        publish(good);
        models = started(Duration.ofMinutes(5));
        publish(better);
        models.show(models.candidate().map(candidate -> new Evidence(candidate.trial(), List.of(), 0, 0, 3)));
        models.judge();

        assertThat(models.current()).contains(good);
        assertThat(models.candidate()).isEmpty();
        assertThat(models.view().message())
                .isEqualTo("abort " + "b".repeat(64)
                        + ": in shadow: it led to shares that are none, 3 times; the model before stays");
    }

    @Test
    void rollback_putsTheModelBeforeInForce_thenEwma_thenThereIsNothing() {
        publish(good);
        publish(better);

        assertThat(models.rollBack("first")).isTrue();
        assertThat(models.current()).contains(good);
        assertThat(models.rollBack("second")).isTrue();
        assertThat(models.current()).isEmpty();
        assertThat(models.view().message()).isEqualTo("no model in force: EWMA decides");
        assertThat(models.rollBack("third")).isFalse();
        assertThat(audit.lines())
                .endsWith(
                        "operator rollback bb: first",
                        "weir in-force aa: was in force before",
                        "operator rollback aa: second",
                        "weir in-force EWMA: was in force before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines"})
    void rollback_withoutOneLineOfReason_isRefused(String reason) {
        publish(good);

        assertThatThrownBy(() -> models.rollBack(reason)).isInstanceOf(IllegalArgumentException.class);
        assertThat(models.current()).contains(good);
    }

    @Test
    void changeThatCannotBeAudited_isNotInForce_andIsTriedAgain() {
        publish(good);
        audit.full = true;
        assertThatThrownBy(() -> models.rollBack("the disk is full")).isInstanceOf(UncheckedIOException.class);
        assertThat(models.current()).contains(good);

        audit.full = false;
        assertThat(models.rollBack("the disk has room")).isTrue();
    }

    @Test
    void restart_keepsWhatIsInForce_andTheStage() {
        publish(good);
        models = started(Duration.ofMinutes(5));
        publish(better);
        showEnough();
        models.judge();
        var before = models.candidate().orElseThrow().trial();
        assertThat(before.stage()).isEqualTo(Stage.CANARY_1);

        models = started(Duration.ofMinutes(5));
        models.refresh();
        assertThat(models.current()).contains(good);
        assertThat(models.candidate().orElseThrow().trial()).isEqualTo(before);
    }

    @Test
    void restart_afterARollback_doesNotTakeUpAgainWhatIsStillPublished() {
        publish(good);
        publish(better);
        models.rollBack("worse in the evening");

        models = started(Duration.ZERO);
        models.refresh();
        assertThat(models.current()).contains(good);
    }

    @Test
    void modelThatIsGoneAfterARestart_givesWayToTheOneBefore_thenToEwma() {
        publish(good);
        publish(better);
        source.latest = new Latest.None();
        source.kept.remove(better.digest());
        models = started(Duration.ZERO);
        models.refresh();
        assertThat(models.current()).contains(good);

        source.kept.clear();
        models = started(Duration.ZERO);
        models.refresh();
        assertThat(models.current()).isEmpty();
        assertThat(audit.lines())
                .endsWith(
                        "weir lost aa: its files are gone or not as they were",
                        "weir in-force EWMA: the newest that can be loaded");
    }

    private void publish(ScoringModel model) {
        clock.forward(Duration.ofMillis(1));
        source.publish(model, "trained on 300 windows", clock.instant());
        models.refresh();
    }

    private void showEnough() {
        clock.forward(Duration.ofMinutes(5));
        models.show(models.candidate().map(candidate -> enough(candidate.trial())));
    }

    /** The next process. */
    private Models started(Duration stage) {
        return new Models(source, store, audit, new RolloutTerms(stage, 100, 0.1, true), clock);
    }

    private static Evidence enough(Trial trial) {
        var fared = new ArmEvidence(100, 0, 0.05, 5, 20);
        return new Evidence(trial, List.of(new ApiEvidence(QUOTES, fared, fared, List.of())), 0, 0, 0);
    }
}
