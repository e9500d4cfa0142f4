package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.loop.RolloutUnderTest.model;
import static dev.weir.controlplane.loop.RolloutUnderTest.number;
import static dev.weir.controlplane.loop.RolloutUnderTest.preferring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.ApiName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model on its way into force: its stages, its twin, and what ends it. */
final class ModelRolloutTest {
    private final RolloutUnderTest rollout = new RolloutUnderTest();
    private final LoopUnderTest loop = rollout.loop;

    @BeforeEach
    void settle() {
        rollout.settle();
    }

    @Test
    void shadow_showsWhatTheCandidateWouldDo_andPushesNothing() {
        int before = loop.publisher.published.size();
        rollout.publish(preferring(BIRCH));
        rollout.run(Duration.ofSeconds(8));

        assertThat(loop.publisher.published).hasSize(before);
        assertThat(rollout.view().stage()).isEqualTo("shadow");
        assertThat(rollout.shareOfCandidate(BIRCH)).isCloseTo(0.6, within(0.001));
        assertThat(rollout.share(BIRCH)).isCloseTo(0.4, within(0.001));
    }

    @Test
    void goodCandidate_passesEveryStage_andIsInForce() {
        rollout.publish(preferring(AMBER));
        rollout.runUntilItIsOver(Duration.ofMinutes(5));

        assertThat(loop.audit.lines())
                .containsExactly(
                        "weir publish model cc: made for a test",
                        "weir stage model cc: shadow",
                        "weir stage model cc: canary 1 %",
                        "weir stage model cc: canary 10 %",
                        "weir stage model cc: canary 50 %",
                        "weir in-force model cc: after canary 50 %");
        assertThat(loop.artifacts.inForce().model()).isPresent();
        assertThat(loop.view().rollout()).isEmpty();
    }

    @Test
    void badCandidate_goesByItself_beforeItGetsHalfOfTheCalls_andItsNumbersAreAudited() {
        rollout.publish(preferring(BIRCH));
        rollout.runUntilItIsOver(Duration.ofMinutes(5));

        assertThat(loop.artifacts.inForce().model()).isEmpty();
        var last = loop.audit.entries.getLast();
        assertThat(last.what()).isEqualTo("abort");
        assertThat(last.why()).startsWith("in canary 1");
        assertThat(number(last, "quotes.candidate.mean_ms"))
                .isGreaterThan(1.2 * number(last, "quotes.baseline.mean_ms"));
    }

    @Test
    void twin_isThereBeforeAnyCallFollowsIt_andAfterTheLastOneDid() {
        rollout.publish(preferring(AMBER));
        rollout.runUntil("canary 1 %");
        assertThat(rollout.canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());

        rollout.run(ApiTrial.WARM);
        assertThat(rollout.canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isEqualTo(1));
        assertThat(loop.artifacts.rollBack("operator", "a test")).isPresent();
        rollout.step();
        assertThat(rollout.canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());

        rollout.run(ApiLoop.LINGER.plusSeconds(15));
        assertThat(rollout.canary()).isEmpty();
    }

    @Test
    void candidateThatIsPublishedAgain_beginsAnew_andItsTwinLingers() {
        rollout.publish(preferring(AMBER));
        rollout.runUntil("canary 1 %");
        rollout.run(ApiTrial.WARM);
        rollout.publish(preferring(AMBER));
        rollout.step();

        assertThat(rollout.view().stage()).isEqualTo("shadow");
        assertThat(rollout.canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());
    }

    @Test
    void canary_hasTheCandidatesWeights_andTheRestThoseInForce() {
        rollout.publish(preferring(BIRCH));
        rollout.runUntil("canary 1 %");
        rollout.step();

        assertThat(rollout.share(AMBER)).isCloseTo(0.6, within(0.001));
        assertThat(RolloutUnderTest.share(
                        rollout.canary().orElseThrow().pools().getFirst().endpoints(), AMBER))
                .isCloseTo(0.4, within(0.001));
    }

    @Test
    void apiUnderThePick_carriesNoCanary() {
        rollout.publish(preferring(AMBER));
        rollout.runUntil("canary 10 %");

        assertThat(rollout.route(new ApiName("fast-quotes")).canary()).isEmpty();
        assertThat(rollout.canary()).isPresent();
    }

    @Test
    void withoutCalls_nothingAdvances() {
        rollout.publish(preferring(AMBER));
        for (int tick = 0; tick < 4 * 600; tick++) {
            rollout.beat();
        }

        assertThat(rollout.view().stage()).isEqualTo("shadow");
        assertThat(rollout.view().waitsFor()).contains("calls: 0 of 50");
    }

    @Test
    void freeze_holdsTheRollout_untilTheWeightsMoveAgain() {
        rollout.publish(preferring(AMBER));
        rollout.step();
        loop.orders.freeze("operator", "a test");
        rollout.run(Duration.ofMinutes(2));
        assertThat(rollout.view().stage()).isEqualTo("shadow");
        assertThat(rollout.view().waitsFor()).contains("the weights to move again");

        loop.orders.unfreeze("operator", "a test");
        rollout.run(Duration.ofSeconds(1));
        assertThat(rollout.view().stage()).isEqualTo("canary 1 %");
    }

    @Test
    void restart_inACanary_goesOnInItsStage_afterTheTwinIsWarmAgain() {
        rollout.publish(preferring(AMBER));
        rollout.runUntil("canary 10 %");
        loop.publisher.published.clear();
        loop.readArtifacts();
        loop.artifacts.refresh();
        loop.begin();
        rollout.step();

        assertThat(rollout.view().stage()).isEqualTo("canary 10 %");
        assertThat(rollout.canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isZero());
        rollout.run(ApiTrial.WARM);
        assertThat(rollout.canary())
                .hasValueSatisfying(canary -> assertThat(canary.percent()).isEqualTo(10));
    }

    @Test
    void candidateThatGivesNoPredictions_goesInShadow() {
        rollout.publish(model(features -> Optional.empty()));
        rollout.runUntilItIsOver(Duration.ofMinutes(1));

        assertThat(loop.audit.lines())
                .last()
                .asString()
                .startsWith("weir abort model cc: in shadow: it gave no legal prediction");
    }
}
