package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.loop.port.ArtifactSource.Latest;
import dev.weir.controlplane.loop.port.FakeArtifacts;
import dev.weir.controlplane.rollout.ApiEvidence;
import dev.weir.controlplane.rollout.ArmEvidence;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.Stage;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.rollout.TrialEvidence;
import dev.weir.controlplane.rollout.port.FakeRolloutStore;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.ScoringModel;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactsTest {
    private final SettableClock clock = new SettableClock(START);
    private final FakeArtifacts source = new FakeArtifacts();
    private final FakeArtifacts networks = new FakeArtifacts();
    private final FakeRolloutStore store = new FakeRolloutStore();
    private final FakeAuditLog audit = new FakeAuditLog();
    private final ScoringModel good = FakeArtifacts.model('a');
    private final ScoringModel better = FakeArtifacts.model('b');
    private final PolicyNetwork network = rows -> Optional.of(new float[rows.length]);
    private Artifacts artifacts = started(Duration.ZERO);

    @Test
    void artifacts_beforeAnyWasPublished_saysThatEwmaDecides() {
        artifacts.refresh();

        assertThat(artifacts.inForce().model()).isEmpty();
        assertThat(artifacts.view(Kind.MODEL).digest()).isEmpty();
        assertThat(artifacts.view(Kind.MODEL).message()).isEqualTo("no model yet: EWMA decides");
    }

    @Test
    void stageOfZero_putsAGoodModelInForce_sinceItWasSeen() {
        clock.forward(Duration.ofSeconds(7));
        publish(good);

        assertThat(artifacts.inForce().model()).contains(good);
        assertThat(artifacts.view(Kind.MODEL).digest()).contains("a".repeat(64));
        assertThat(artifacts.view(Kind.MODEL).message()).isEqualTo("in force: trained on 300 windows");
        assertThat(artifacts.view(Kind.MODEL).since())
                .isEqualTo(START.plusSeconds(7).plusMillis(1));
    }

    @Test
    void withStages_aGoodModelIsACandidate_andNotInForce() {
        artifacts = started(Duration.ofMinutes(5));
        publish(good);

        assertThat(artifacts.inForce().model()).isEmpty();
        assertThat(artifacts.candidate()).hasValueSatisfying(candidate -> {
            assertThat(candidate.loaded().artifact()).isEqualTo(new Artifact(Kind.MODEL, good.digest()));
            assertThat(candidate.trial().stage()).isEqualTo(Stage.SHADOW);
        });
        assertThat(artifacts.view(Kind.MODEL).message()).isEqualTo("candidate in shadow");
        assertThat(audit.lines())
                .containsExactly("weir publish model aa: trained on 300 windows", "weir stage model aa: shadow");
    }

    @Test
    void refusedModel_leavesTheLastGoodOne_andSaysSo() {
        publish(good);
        source.latest = new Latest.Refused("bb", "it does not give finite predictions");
        artifacts.refresh();

        assertThat(artifacts.inForce().model()).contains(good);
        assertThat(artifacts.view(Kind.MODEL).message())
                .isEqualTo("refused model bb: it does not give finite predictions; the last good one stays");
    }

    @Test
    void refusedModel_whereNoneWasGood_leavesEwma() {
        source.latest = new Latest.Refused("bb", "its file is missing");
        artifacts.refresh();

        assertThat(artifacts.inForce().model()).isEmpty();
        assertThat(artifacts.view(Kind.MODEL).message())
                .isEqualTo("refused model bb: its file is missing; EWMA decides");
    }

    @Test
    void unchangedSource_changesNothing() {
        publish(good);
        var before = artifacts.view(Kind.MODEL);
        clock.forward(Duration.ofSeconds(7));
        source.latest = new Latest.Unchanged();
        artifacts.refresh();

        assertThat(artifacts.view(Kind.MODEL)).isEqualTo(before);
    }

    @Test
    void candidate_goesThroughItsStages_asItsEvidenceAllows() {
        artifacts = started(Duration.ofMinutes(5));
        publish(good);
        for (int stage = 0; stage < 4; stage++) {
            artifacts.judge();
            assertThat(artifacts.inForce().model()).isEmpty();
            showEnough();
            artifacts.judge();
        }

        assertThat(artifacts.inForce().model()).contains(good);
        assertThat(artifacts.candidate()).isEmpty();
        assertThat(artifacts.view(Kind.MODEL).message()).isEqualTo("in force: trained on 300 windows");
    }

    @Test
    void candidateThatFails_goes_andTheMessageSaysWhy() {
        publish(good);
        artifacts = started(Duration.ofMinutes(5));
        publish(better);
        artifacts.show(
                artifacts.candidate().map(candidate -> new TrialEvidence(candidate.trial(), List.of(), 0, 0, 3)));
        artifacts.judge();

        assertThat(artifacts.inForce().model()).contains(good);
        assertThat(artifacts.candidate()).isEmpty();
        assertThat(artifacts.view(Kind.MODEL).message())
                .isEqualTo("abort model " + "b".repeat(64)
                        + ": in shadow: it led to shares that are none, 3 times; the model before stays");
    }

    @Test
    void rollback_putsTheModelBeforeInForce_thenEwma_thenThereIsNothing() {
        publish(good);
        publish(better);

        assertThat(artifacts.rollBack("operator", "first")).contains(artifacts.view(Kind.MODEL));
        assertThat(artifacts.inForce().model()).contains(good);
        assertThat(artifacts.rollBack("operator", "second")).isPresent();
        assertThat(artifacts.inForce().model()).isEmpty();
        assertThat(artifacts.view(Kind.MODEL).message()).isEqualTo("no model in force: EWMA decides");
        assertThat(artifacts.rollBack("operator", "third")).isEmpty();
        assertThat(audit.lines())
                .endsWith(
                        "operator rollback model bb: first",
                        "weir in-force model aa: was in force before",
                        "operator rollback model aa: second",
                        "weir in-force EWMA: was in force before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines"})
    void rollback_withoutOneLineOfReason_isRefused(String reason) {
        publish(good);

        assertThatThrownBy(() -> artifacts.rollBack("operator", reason)).isInstanceOf(IllegalArgumentException.class);
        assertThat(artifacts.inForce().model()).contains(good);
    }

    @Test
    void changeThatCannotBeAudited_isNotInForce_andIsTriedAgain() {
        publish(good);
        audit.full = true;
        assertThatThrownBy(() -> artifacts.rollBack("operator", "the disk is full"))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(artifacts.inForce().model()).contains(good);

        audit.full = false;
        assertThat(artifacts.rollBack("operator", "the disk has room")).isPresent();
    }

    @Test
    void restart_keepsWhatIsInForce_andTheStage() {
        publish(good);
        artifacts = started(Duration.ofMinutes(5));
        publish(better);
        showEnough();
        artifacts.judge();
        var before = artifacts.candidate().orElseThrow().trial();
        assertThat(before.stage()).isEqualTo(Stage.CANARY_1);

        artifacts = started(Duration.ofMinutes(5));
        artifacts.refresh();
        assertThat(artifacts.inForce().model()).contains(good);
        assertThat(artifacts.candidate().orElseThrow().trial()).isEqualTo(before);
    }

    @Test
    void restart_afterARollback_doesNotTakeUpAgainWhatIsStillPublished() {
        publish(good);
        publish(better);
        artifacts.rollBack("operator", "worse in the evening");

        artifacts = started(Duration.ZERO);
        artifacts.refresh();
        assertThat(artifacts.inForce().model()).contains(good);
    }

    @Test
    void modelThatIsGoneAfterARestart_givesWayToTheOneBefore_thenToEwma() {
        publish(good);
        publish(better);
        source.latest = new Latest.None();
        source.kept.remove(better.digest());
        artifacts = started(Duration.ZERO);
        artifacts.refresh();
        assertThat(artifacts.inForce().model()).contains(good);

        source.kept.clear();
        artifacts = started(Duration.ZERO);
        artifacts.refresh();
        assertThat(artifacts.inForce().model()).isEmpty();
        assertThat(audit.lines())
                .endsWith(
                        "weir lost model aa: its files are gone or not as they were",
                        "weir in-force EWMA: the newest that can be loaded");
    }

    @Test
    void network_isInForceBesideTheModel_andEachHasItsOwnLastWord() {
        publish(good);
        publishNetwork('c');

        assertThat(artifacts.inForce()).isEqualTo(new Learned(Optional.of(good), Optional.of(network)));
        assertThat(artifacts.view(Kind.NETWORK).digest()).contains("c".repeat(64));
        assertThat(artifacts.view(Kind.NETWORK).message()).isEqualTo("in force: trained by seed 1");
        assertThat(artifacts.view(Kind.MODEL).message()).isEqualTo("in force: trained on 300 windows");
    }

    @Test
    void network_withStages_isACandidate_andThePlanStands() {
        artifacts = started(Duration.ofMinutes(5));
        artifacts.refresh();
        publishNetwork('c');

        assertThat(artifacts.inForce()).isEqualTo(Learned.NOTHING);
        assertThat(artifacts.candidate().orElseThrow().trial().candidate().toString())
                .isEqualTo("policy network " + "c".repeat(64));
        assertThat(artifacts.view(Kind.NETWORK).message()).isEqualTo("candidate in shadow");
        assertThat(artifacts.view(Kind.MODEL).message()).isEqualTo("no model yet: EWMA decides");
        assertThat(audit.lines())
                .containsExactly(
                        "weir publish policy network cc: trained by seed 1", "weir stage policy network cc: shadow");
    }

    @Test
    void networkThatIsPublishedWhileAModelIsOnTrial_waits_saysSo_andBeginsAfterwards() {
        artifacts = started(Duration.ofMinutes(5));
        publish(good);
        publishNetwork('c');
        networks.latest = new Latest.Unchanged();
        artifacts.refresh();

        assertThat(artifacts.candidate().orElseThrow().trial().isOf(Kind.MODEL)).isTrue();
        assertThat(artifacts.view(Kind.NETWORK).message())
                .isEqualTo(
                        "published, and waits until the other candidate is in force or gone; the plain plan decides");

        artifacts.rollBack("operator", "a test");
        artifacts.refresh();
        assertThat(artifacts.candidate().orElseThrow().trial().isOf(Kind.NETWORK))
                .isTrue();
        assertThat(artifacts.view(Kind.NETWORK).message()).isEqualTo("candidate in shadow");
    }

    @Test
    void networkThatWaits_waitsAfterARestartToo() {
        artifacts = started(Duration.ofMinutes(5));
        publish(good);
        publishNetwork('c');
        artifacts = started(Duration.ofMinutes(5));
        artifacts.refresh();
        artifacts.rollBack("operator", "a test");
        artifacts.refresh();

        assertThat(artifacts.candidate().orElseThrow().trial().isOf(Kind.NETWORK))
                .isTrue();
    }

    @Test
    void rollback_takesTheKindThatCameLast_andSaysWhich() {
        publish(good);
        publishNetwork('c');
        assertThat(artifacts.rollsBack().map(Artifact::kind)).contains(Kind.NETWORK);

        assertThat(artifacts.rollBack("operator", "first")).hasValueSatisfying(view -> {
            assertThat(view.kind()).isEqualTo("policy network");
            assertThat(view.message()).isEqualTo("no policy network in force: the plain plan decides");
        });
        assertThat(artifacts.inForce()).isEqualTo(new Learned(Optional.of(good), Optional.empty()));
        assertThat(artifacts.rollsBack().map(Artifact::kind)).contains(Kind.MODEL);
        assertThat(audit.lines())
                .endsWith(
                        "operator rollback policy network cc: first",
                        "weir in-force the plain plan: was in force before");
    }

    @Test
    void refusedNetwork_leavesTheLastGoodOne_andSaysSo() {
        publishNetwork('c');
        networks.latest = new Latest.Refused("dd", "a parameter is not finite");
        artifacts.refresh();

        assertThat(artifacts.inForce().network()).contains(network);
        assertThat(artifacts.view(Kind.NETWORK).message())
                .isEqualTo("refused policy network dd: a parameter is not finite; the last good one stays");
    }

    @Test
    void restart_keepsBothKindsInForce() {
        publish(good);
        publishNetwork('c');
        artifacts = started(Duration.ofMinutes(5));
        artifacts.refresh();

        assertThat(artifacts.inForce()).isEqualTo(new Learned(Optional.of(good), Optional.of(network)));
        assertThat(artifacts.candidate()).isEmpty();
    }

    @Test
    void candidateThatCouldNotBeAudited_isTriedAgain() {
        audit.full = true;
        assertThatThrownBy(() -> publishNetwork('c')).isInstanceOf(UncheckedIOException.class);
        assertThat(artifacts.inForce()).isEqualTo(Learned.NOTHING);

        audit.full = false;
        networks.latest = new Latest.Unchanged();
        artifacts.refresh();
        assertThat(artifacts.inForce().network()).contains(network);
    }

    private void publishNetwork(char digit) {
        clock.forward(Duration.ofMillis(1));
        networks.publish(
                new ModelDigest(String.valueOf(digit).repeat(64)), network, "trained by seed 1", clock.instant());
        artifacts.refresh();
    }

    private void publish(ScoringModel model) {
        clock.forward(Duration.ofMillis(1));
        source.publish(model, "trained on 300 windows", clock.instant());
        artifacts.refresh();
    }

    private void showEnough() {
        clock.forward(Duration.ofMinutes(5));
        artifacts.show(artifacts.candidate().map(candidate -> enough(candidate.trial())));
    }

    /** The next process. */
    private Artifacts started(Duration stage) {
        return new Artifacts(
                Map.of(Kind.MODEL, source, Kind.NETWORK, networks),
                store,
                audit,
                new RolloutTerms(stage, 100, 0.1, true),
                clock);
    }

    private static TrialEvidence enough(Trial trial) {
        var fared = new ArmEvidence(100, 0, 0.05, 5, 20);
        return new TrialEvidence(trial, List.of(new ApiEvidence(QUOTES, fared, fared, List.of())), 0, 0, 0);
    }
}
