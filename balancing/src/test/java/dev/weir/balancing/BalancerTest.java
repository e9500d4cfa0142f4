package dev.weir.balancing;

import static dev.weir.balancing.BalancerUnderTest.A;
import static dev.weir.balancing.BalancerUnderTest.B;
import static dev.weir.balancing.BalancerUnderTest.C;
import static dev.weir.balancing.BalancerUnderTest.D;
import static dev.weir.balancing.BalancerUnderTest.candidate;
import static dev.weir.balancing.BalancerUnderTest.pinned;
import static dev.weir.balancing.BalancerUnderTest.share;
import static dev.weir.balancing.VirtualNodes.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is planned from the evidence, the prices and the pins. */
final class BalancerTest {
    private static final Duration TICK = VirtualNodes.SETTINGS.tick();

    private final BalancerUnderTest balancer = new BalancerUnderTest();

    @Test
    void noCandidates_haveNoPlan() {
        var tick = balancer.tick(List.of());

        assertThat(tick.plan().weights()).isEmpty();
        assertThat(tick.plan().guards()).isEmpty();
    }

    @Test
    void noEvidence_isUniform() {
        var plan = balancer.tick(List.of(A, B)).plan();

        assertThat(plan.policy()).isEqualTo("uniform");
        assertThat(plan.weights()).extracting(NodeWeight::weight).containsExactly(500_000, 500_000);
    }

    @Test
    void evidence_isWeighedByEwma() {
        balancer.observe(A, 10);

        assertThat(balancer.tick(List.of(A, B)).plan().policy()).isEqualTo("ewma");
    }

    @Test
    void noEvidenceForStaleness_putsTheLastGoodWeightsBack() {
        balancer.observe(A, 10);
        balancer.observe(B, 40);
        balancer.observe(C, 40);
        var good = balancer.settle(List.of(A, B, C)).plan();
        balancer.now = START.plusSeconds(10);
        assertThat(balancer.settle(List.of(A, B, C)).plan().policy()).isEqualTo("ewma");

        balancer.now = START.plusSeconds(10).plusMillis(1);
        var plan = balancer.settle(List.of(A, B, C)).plan();

        assertThat(plan.policy()).isEqualTo("last-good");
        assertThat(plan.weights())
                .extracting(NodeWeight::weight)
                .isEqualTo(good.weights().stream().map(NodeWeight::weight).toList());
        assertThat(plan.weights())
                .allSatisfy(weight -> assertThat(weight.why().contributions().stream()
                                .mapToDouble(Contribution::value)
                                .sum())
                        .isCloseTo(weight.share(), within(1e-9)));
    }

    @Test
    void noEvidenceForSixTimesStaleness_isUniformAgain() {
        balancer.observe(A, 10);
        balancer.observe(B, 40);
        balancer.observe(C, 40);
        balancer.settle(List.of(A, B, C));

        balancer.now = START.plusSeconds(60).plusMillis(1);
        var plan = balancer.settle(List.of(A, B, C)).plan();

        assertThat(plan.policy()).isEqualTo("uniform");
        assertThat(plan.weights()).extracting(NodeWeight::weight).containsExactly(333_334, 333_333, 333_333);
    }

    @Test
    void model_isNamedByItsDigest() {
        balancer.observe(A, 10);

        var plan = balancer.tick(List.of(A, B), new FixedModel(new Prediction(7, 0.1), features -> false))
                .plan();

        assertThat(plan.policy()).isEqualTo("learned");
        assertThat(plan.model()).contains(FixedModel.DIGEST);
        assertThat(plan.weights().getFirst().why().latencyMillis()).isEqualTo(7);
        assertThat(plan.weights().getFirst().why().failureProbability()).isEqualTo(0.1);
    }

    @Test
    void network_correctsWhatWasPlanned_whileThereIsEvidence() {
        balancer.observe(A, 10);
        balancer.observe(B, 10);
        PolicyNetwork network = rows -> Optional.of(new float[] {0, 0.15f});

        var corrected = balancer.tick(List.of(A, B), network).plan();

        assertThat(corrected.policy()).isEqualTo("learned");
        assertThat(corrected.weights().getLast().share()).isCloseTo(Math.exp(0.3) / (1 + Math.exp(0.3)), within(1e-5));
        assertThat(corrected.weights().getLast().why().contributions())
                .extracting(Contribution::name)
                .contains("policy network");

        balancer.now = START.plusSeconds(61);
        var stale = balancer.tick(List.of(A, B), network).plan();

        assertThat(stale.policy()).isEqualTo("uniform");
        assertThat(stale.weights().getLast().why().contributions())
                .extracting(Contribution::name)
                .doesNotContain("policy network");
    }

    @Test
    void nodeThatTheModelRefuses_staysMeasured() {
        balancer.observe(A, 10);
        balancer.observe(B, 40);
        float logOfForty = (float) Math.log(40);
        var model = new FixedModel(
                new Prediction(7, 0), features -> features.values().getFirst() == logOfForty);

        var plan = balancer.tick(List.of(A, B), model).plan();

        assertThat(plan.weights())
                .extracting(weight -> weight.why().latencyMillis())
                .containsExactly(7.0, 40.0);
    }

    @Test
    void nodeWithoutEvidence_isTriedAgain() {
        for (int i = 0; i < 20; i++) {
            balancer.now = balancer.now.plus(TICK);
            balancer.observe(A, 10);
            balancer.observe(B, 10);
            balancer.observe(C, 100);
            balancer.tick(List.of(A, B, C));
        }
        double slow = share(balancer.tick(List.of(A, B, C)), 2);

        for (int i = 0; i < 40; i++) {
            balancer.now = balancer.now.plus(TICK);
            balancer.observe(A, 10);
            balancer.observe(B, 10);
            balancer.tick(List.of(A, B, C));
        }

        assertThat(slow).isLessThan(0.01);
        assertThat(share(balancer.tick(List.of(A, B, C)), 2)).isGreaterThan(0.05);
    }

    @Test
    void nodeThatOnlyEverRefused_losesItsShare() {
        balancer.observe(A, 10);
        balancer.observe(B, 10);
        balancer.observe(C, 4, 4, 0);

        assertThat(share(balancer.settle(List.of(A, B, C)), 2)).isEqualTo(0.005);
    }

    @Test
    void nodeThatLeft_leavesItsShareToTheOthersInProportion_andNotToTheSlowest() {
        balancer.observe(A, 4);
        balancer.observe(B, 10);
        balancer.observe(C, 10);
        balancer.observe(D, 200);
        assertThat(share(balancer.settle(List.of(A, B, C, D)), 0)).isEqualTo(0.6);

        var tick = balancer.tick(List.of(B, C, D));

        assertThat(share(tick, 2)).isEqualTo(0.005);
        assertThat(tick.plan().guards()).extracting(GuardFired::name).doesNotContain("step-relaxed");
    }

    @Test
    void nodeThatCameBack_isNotRemembered() {
        balancer.observe(A, 10);
        balancer.observe(B, 100);
        balancer.settle(List.of(A, B));
        balancer.tick(List.of(A));

        balancer.observe(A, 10);
        var plan = balancer.tick(List.of(A, B)).plan();

        assertThat(plan.weights().get(1).why().latencyMillis()).isEqualTo(10);
    }

    @Test
    void budget_movesSharesToTheCheaper_andIsAContribution() {
        var dear = new Candidate(new NodeId("a"), TokenAmount.ofTokens("0.0003"), true, Optional.empty());
        var bounded = new Balancer(bounded("0.15"));
        bounded.observe(balancer.window(dear, 4, 0, 10));
        bounded.observe(balancer.window(B, 4, 0, 10));

        var plan = bounded.tick(balancer.now, List.of(dear, B, C), Optional.empty())
                .plan();

        assertThat(plan.weights().getFirst().share()).isCloseTo(0.25, within(2e-6));
        assertThat(plan.guards()).isEmpty();
        assertThat(plan.weights()).allSatisfy(weight -> {
            assertThat(weight.why().contributions())
                    .extracting(Contribution::name)
                    .containsSubsequence("price", "limits", "guard");
            assertThat(weight.why().contributions().stream()
                            .mapToDouble(Contribution::value)
                            .sum())
                    .isCloseTo(weight.share(), within(1e-9));
        });
    }

    @Test
    void budget_thatTheCapKeepsOutOfReach_isNamed() {
        var dear = new Candidate(new NodeId("a"), TokenAmount.ofTokens("0.0003"), true, Optional.empty());

        var plan = new Balancer(bounded("0.12"))
                .tick(balancer.now, List.of(dear, B), Optional.empty())
                .plan();

        assertThat(plan.weights().getFirst().share()).isEqualTo(0.4);
        assertThat(plan.guards()).extracting(GuardFired::name).contains("budget");
        assertThat(plan.weights())
                .allSatisfy(weight -> assertThat(weight.why().guards()).isEqualTo(plan.guards()));
    }

    @Test
    void pin_isHeld() {
        balancer.observe(A, 10);
        balancer.observe(B, 100);
        balancer.observe(C, 100);
        var pinned = candidate("b", true, Optional.of(new Pin(0.3, "a trial")));

        var plan = balancer.settle(List.of(A, pinned, C)).plan();

        assertThat(plan.weights().get(1).weight()).isEqualTo(300_000);
        assertThat(plan.guards()).extracting(GuardFired::name).doesNotContain("pin-relaxed");
        assertThat(plan.weights().get(1).why().contributions())
                .extracting(Contribution::name)
                .contains("pins");
    }

    @Test
    void pinAboveTheCap_isNamedAsRelaxed() {
        var pinned = candidate("b", true, Optional.of(new Pin(0.9, "a trial")));

        var plan = balancer.settle(List.of(A, pinned, C)).plan();

        assertThat(plan.weights().get(1).weight()).isEqualTo(600_000);
        assertThat(plan.guards()).extracting(GuardFired::name).contains("pin-relaxed");
    }

    @Test
    void contributions_addUpToTheShare() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var settings = VirtualNodes.SETTINGS;
            var each = new Balancer(settings);
            var candidates = new ArrayList<>(List.of(A, B, C, D));
            var at = START;
            for (int tick = 0; tick < 30; tick++) {
                at = at.plus(TICK);
                for (var candidate : candidates) {
                    int attempts = random.nextInt(4);
                    each.observe(new WindowSample(
                            new ApiName("quotes"),
                            candidate.node(),
                            at,
                            TICK,
                            attempts,
                            random.nextInt(attempts + 1),
                            attempts * 30 * random.nextDouble(),
                            50,
                            1,
                            candidate.pricePerCall(),
                            0.25));
                }
                candidates.set(1, random.nextBoolean() ? B : pinned("b", random.nextDouble()));
                var plan = each.tick(at, candidates, Optional.empty()).plan();

                for (var weight : plan.weights()) {
                    assertThat(weight.why().contributions().stream()
                                    .mapToDouble(Contribution::value)
                                    .sum())
                            .as("seed %d, tick %d, %s", seed, tick, weight)
                            .isCloseTo(weight.share(), within(1e-9));
                }
            }
        }
    }

    /** The usual settings with a budget per 1,000 calls. */
    private static BalancerSettings bounded(String budget) {
        var usual = VirtualNodes.SETTINGS;
        return new BalancerSettings(
                usual.objective(),
                new Bounds(Optional.of(TokenAmount.ofTokens(budget)), OptionalDouble.empty()),
                usual.tick(),
                usual.floor(),
                usual.cap(),
                usual.step(),
                usual.deadband(),
                usual.staleness());
    }
}
