package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BalancerTest {
    private static final Instant START = VirtualNodes.START;
    private static final Duration TICK = VirtualNodes.SETTINGS.tick();
    private static final Candidate A = candidate("a", true, Optional.empty());
    private static final Candidate B = candidate("b", true, Optional.empty());
    private static final Candidate C = candidate("c", true, Optional.empty());
    private static final Candidate D = candidate("d", true, Optional.empty());

    private final Balancer balancer = new Balancer(VirtualNodes.SETTINGS);
    private Instant now = START;

    @Test
    void noCandidates_haveNoPlan() {
        var tick = tick(List.of());

        assertThat(tick.plan().weights()).isEmpty();
        assertThat(tick.plan().guards()).isEmpty();
    }

    @Test
    void lastCandidateThatLeaves_isPushed() {
        tick(List.of(A));

        assertThat(tick(List.of()).push()).isTrue();
    }

    @Test
    void noEvidence_isUniform() {
        var plan = tick(List.of(A, B)).plan();

        assertThat(plan.policy()).isEqualTo("uniform");
        assertThat(plan.weights()).extracting(NodeWeight::weight).containsExactly(500_000, 500_000);
    }

    @Test
    void evidence_isWeighedByEwma() {
        observe(A, 10);

        assertThat(tick(List.of(A, B)).plan().policy()).isEqualTo("ewma");
    }

    @Test
    void noEvidenceForStaleness_putsTheLastGoodWeightsBack() {
        observe(A, 10);
        observe(B, 40);
        observe(C, 40);
        var good = settle(List.of(A, B, C)).plan();
        now = START.plusSeconds(10);
        assertThat(settle(List.of(A, B, C)).plan().policy()).isEqualTo("ewma");

        now = START.plusSeconds(10).plusMillis(1);
        var plan = settle(List.of(A, B, C)).plan();

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
        observe(A, 10);
        observe(B, 40);
        observe(C, 40);
        settle(List.of(A, B, C));

        now = START.plusSeconds(60).plusMillis(1);
        var plan = settle(List.of(A, B, C)).plan();

        assertThat(plan.policy()).isEqualTo("uniform");
        assertThat(plan.weights()).extracting(NodeWeight::weight).containsExactly(333_334, 333_333, 333_333);
    }

    @Test
    void nextBalancer_goesOnWithTheLastGoodWeights() {
        observe(A, 10);
        observe(B, 40);
        observe(C, 40);
        var good = settle(List.of(A, B, C)).plan();

        var tick = next(balancer.kept()).tick(now.plusSeconds(60), List.of(A, B, C), Optional.empty());

        assertThat(tick.plan().policy()).isEqualTo("last-good");
        assertThat(weights(tick.plan())).isEqualTo(weights(good));
        assertThat(tick.plan().guards()).isEmpty();
    }

    @Test
    void nextBalancer_afterSixTimesStaleness_isUniform_aStepAtATime() {
        var kept = new KeptShares(Map.of(A.node(), 0.6, B.node(), 0.4), Map.of(A.node(), 0.6, B.node(), 0.4), START);

        var late = next(kept).tick(START.plusSeconds(60).plusMillis(1), List.of(A, B), Optional.empty());

        assertThat(late.plan().policy()).isEqualTo("uniform");
        assertThat(weights(late.plan())).containsExactly(500_000, 500_000);
    }

    @Test
    void nextBalancer_startsItsStepsFromWhatIsInForce() {
        var kept = new KeptShares(
                Map.of(A.node(), 0.01, B.node(), 0.495, C.node(), 0.495),
                Map.of(A.node(), 0.6, B.node(), 0.2, C.node(), 0.2),
                START);

        var tick = next(kept).tick(START, List.of(A, B, C), Optional.empty());

        assertThat(tick.plan().policy()).isEqualTo("last-good");
        assertThat(share(tick, 0)).isEqualTo(0.21);
    }

    @Test
    void nextBalancer_learnsFromFreshEvidenceAtOnce() {
        var kept = new KeptShares(Map.of(A.node(), 0.6, B.node(), 0.4), Map.of(A.node(), 0.6, B.node(), 0.4), START);
        var next = next(kept);
        next.observe(window(A, 4, 0, 40));
        next.observe(window(B, 4, 0, 10));

        var tick = next.tick(START, List.of(A, B), Optional.empty());

        assertThat(tick.plan().policy()).isEqualTo("ewma");
        assertThat(share(tick, 0)).isEqualTo(0.4);
    }

    @Test
    void nodeThatWasNotHeardOfSinceTheRestart_stands_whileTheOthersDivideWhatTheyHad() {
        var shares = Map.of(A.node(), 0.5, B.node(), 0.4, C.node(), 0.095, D.node(), 0.005);
        var next = next(new KeptShares(shares, shares, START));
        next.observe(window(A, 4, 0, 20));
        next.observe(window(B, 4, 0, 20));

        var tick = next.tick(START, List.of(A, B, C, D), Optional.empty());

        assertThat(weights(tick.plan())).containsExactly(450_000, 450_000, 95_000, 5_000);
        assertThat(tick.plan().policy()).isEqualTo("ewma");
        assertThat(tick.plan().weights())
                .allSatisfy(weight -> assertThat(weight.why().contributions().stream()
                                .mapToDouble(Contribution::value)
                                .sum())
                        .isCloseTo(weight.share(), within(1e-9)));

        next.observe(window(C, 4, 0, 20));
        next.observe(window(D, 4, 0, 20));
        assertThat(share(next.tick(START, List.of(A, B, C, D), Optional.empty()), 3))
                .isGreaterThan(0.2);
    }

    @Test
    void nodeThatWasNotHeardOfForSixTimesStaleness_isTriedAsAnyOther() {
        var shares = Map.of(A.node(), 0.5, B.node(), 0.495, D.node(), 0.005);
        var next = next(new KeptShares(shares, shares, START));
        now = START.plusSeconds(60);
        next.observe(window(A, 4, 0, 20));
        next.observe(window(B, 4, 0, 20));
        assertThat(share(next.tick(now, List.of(A, B, D), Optional.empty()), 2)).isEqualTo(0.005);

        assertThat(share(next.tick(now.plusMillis(1), List.of(A, B, D), Optional.empty()), 2))
                .isGreaterThan(0.2);
    }

    @Test
    void sharesFromTheFuture_standFromNowOn() {
        var kept = new KeptShares(
                Map.of(A.node(), 0.6, B.node(), 0.4), Map.of(A.node(), 0.6, B.node(), 0.4), START.plusSeconds(86_400));
        var next = next(kept);

        assertThat(next.tick(START, List.of(A, B), Optional.empty()).plan().policy())
                .isEqualTo("last-good");
        assertThat(next.tick(START.plusSeconds(61), List.of(A, B), Optional.empty())
                        .plan()
                        .policy())
                .isEqualTo("uniform");
    }

    @Test
    void keptSharesOfNodesThatAreGone_areDividedAmongTheOthers() {
        var shares = Map.of(A.node(), 0.3, B.node(), 0.2, D.node(), 0.5);

        var tick = next(new KeptShares(shares, shares, START)).tick(START, List.of(A, B), Optional.empty());

        assertThat(weights(tick.plan())).containsExactly(600_000, 400_000);
    }

    @Test
    void keptSharesOfStrangersOnly_areAsGoodAsNone() {
        var shares = Map.of(D.node(), 1.0);

        var plan = next(new KeptShares(shares, shares, START))
                .tick(START, List.of(A, B), Optional.empty())
                .plan();

        assertThat(plan.policy()).isEqualTo("uniform");
        assertThat(weights(plan)).containsExactly(500_000, 500_000);
    }

    @Test
    void kept_beforeAnyTick_isWhatItBeganWith() {
        var kept = new KeptShares(Map.of(A.node(), 0.7, B.node(), 0.3), Map.of(A.node(), 0.6, B.node(), 0.4), START);

        assertThat(next(kept).kept()).isEqualTo(kept);
        assertThat(new Balancer(VirtualNodes.SETTINGS).kept()).isEqualTo(KeptShares.NONE);
    }

    @Test
    void kept_isWhatEnvoyHeard_andNotAMoveWithinTheDeadband() {
        tick(List.of(pinnedAt(0.5), B, C));
        tick(List.of(pinnedAt(0.503), B, C));

        assertThat(balancer.kept().inForce()).containsEntry(A.node(), 0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 0, 1.1, Double.POSITIVE_INFINITY})
    void keptShare_thatIsNone_isRefused(double share) {
        assertThatThrownBy(() -> new KeptShares(Map.of(A.node(), share), Map.of(), START))
                .hasMessage("share " + share + " of a is not in (0, 1]");
    }

    @Test
    void hold_leavesEveryShare_whateverWasMeasured() {
        observe(A, 10);
        observe(B, 40);
        observe(C, 40);
        var before = settle(List.of(A, B, C)).plan();
        observe(A, 400);

        var tick = balancer.hold(now, List.of(A, B, C));

        assertThat(tick.push()).isFalse();
        assertThat(tick.plan().policy()).isEqualTo("frozen");
        assertThat(weights(tick.plan())).isEqualTo(weights(before));
        assertThat(tick.plan().weights())
                .allSatisfy(weight -> assertThat(weight.why().contributions().stream()
                                .mapToDouble(Contribution::value)
                                .sum())
                        .isCloseTo(weight.share(), within(1e-9)));
    }

    @Test
    void hold_givesANodeThatJoinsAnEvenShare_ofTheOthersInProportion() {
        balancer.tick(now, List.of(pinnedAt(0.6), B), Optional.empty());

        var tick = balancer.hold(now, List.of(A, B, C));

        assertThat(tick.push()).isTrue();
        assertThat(weights(tick.plan())).containsExactly(450_000, 300_000, 250_000);
    }

    @Test
    void hold_ofABalancerThatKnowsNothing_isUniform() {
        assertThat(weights(balancer.hold(now, List.of(A, B)).plan())).containsExactly(500_000, 500_000);
        assertThat(balancer.hold(now, List.of()).plan().weights()).isEmpty();
    }

    @Test
    void model_isNamedByItsDigest() {
        observe(A, 10);

        var plan = tick(List.of(A, B), new FixedModel(new Prediction(7, 0.1), features -> false))
                .plan();

        assertThat(plan.policy()).isEqualTo("learned");
        assertThat(plan.model()).contains(FixedModel.DIGEST);
        assertThat(plan.weights().getFirst().why().latencyMillis()).isEqualTo(7);
        assertThat(plan.weights().getFirst().why().failureProbability()).isEqualTo(0.1);
    }

    @Test
    void network_correctsWhatWasPlanned_whileThereIsEvidence() {
        observe(A, 10);
        observe(B, 10);
        Optional<PolicyNetwork> network = Optional.of(rows -> Optional.of(new float[] {0, 0.15f}));

        var corrected =
                balancer.tick(now, List.of(A, B), Optional.empty(), network).plan();

        assertThat(corrected.policy()).isEqualTo("learned");
        assertThat(corrected.weights().getLast().share()).isCloseTo(Math.exp(0.3) / (1 + Math.exp(0.3)), within(1e-5));
        assertThat(corrected.weights().getLast().why().contributions())
                .extracting(Contribution::name)
                .contains("policy network");

        var stale = balancer.tick(START.plusSeconds(61), List.of(A, B), Optional.empty(), network)
                .plan();

        assertThat(stale.policy()).isEqualTo("uniform");
        assertThat(stale.weights().getLast().why().contributions())
                .extracting(Contribution::name)
                .doesNotContain("policy network");
    }

    @Test
    void nodeThatTheModelRefuses_staysMeasured() {
        observe(A, 10);
        observe(B, 40);
        float logOfForty = (float) Math.log(40);
        var model = new FixedModel(
                new Prediction(7, 0), features -> features.values().getFirst() == logOfForty);

        var plan = tick(List.of(A, B), model).plan();

        assertThat(plan.weights())
                .extracting(weight -> weight.why().latencyMillis())
                .containsExactly(7.0, 40.0);
    }

    @Test
    void nodeWithoutEvidence_isTriedAgain() {
        for (int i = 0; i < 20; i++) {
            now = now.plus(TICK);
            observe(A, 10);
            observe(B, 10);
            observe(C, 100);
            tick(List.of(A, B, C));
        }
        double slow = share(tick(List.of(A, B, C)), 2);

        for (int i = 0; i < 40; i++) {
            now = now.plus(TICK);
            observe(A, 10);
            observe(B, 10);
            tick(List.of(A, B, C));
        }

        assertThat(slow).isLessThan(0.01);
        assertThat(share(tick(List.of(A, B, C)), 2)).isGreaterThan(0.05);
    }

    @Test
    void nodeThatOnlyEverRefused_losesItsShare() {
        observe(A, 10);
        observe(B, 10);
        balancer.observe(window(C, 4, 4, 0));

        assertThat(share(settle(List.of(A, B, C)), 2)).isEqualTo(0.005);
    }

    @Test
    void nodeThatLeft_leavesItsShareToTheOthersInProportion_andNotToTheSlowest() {
        observe(A, 4);
        observe(B, 10);
        observe(C, 10);
        observe(D, 200);
        assertThat(share(settle(List.of(A, B, C, D)), 0)).isEqualTo(0.6);

        var tick = tick(List.of(B, C, D));

        assertThat(share(tick, 2)).isEqualTo(0.005);
        assertThat(tick.plan().guards()).extracting(GuardFired::name).doesNotContain("step-relaxed");
    }

    @Test
    void nodeThatCameBack_isNotRemembered() {
        observe(A, 10);
        observe(B, 100);
        settle(List.of(A, B));
        tick(List.of(A));

        observe(A, 10);
        var plan = tick(List.of(A, B)).plan();

        assertThat(plan.weights().get(1).why().latencyMillis()).isEqualTo(10);
    }

    @Test
    void budget_movesSharesToTheCheaper_andIsAContribution() {
        var dear = new Candidate(new NodeId("a"), TokenAmount.ofTokens("0.0003"), true, Optional.empty());
        var bounded = new Balancer(bounded("0.15"));
        bounded.observe(window(dear, 4, 0, 10));
        bounded.observe(window(B, 4, 0, 10));

        var plan = bounded.tick(now, List.of(dear, B, C), Optional.empty()).plan();

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
                .tick(now, List.of(dear, B), Optional.empty())
                .plan();

        assertThat(plan.weights().getFirst().share()).isEqualTo(0.4);
        assertThat(plan.guards()).extracting(GuardFired::name).contains("budget");
        assertThat(plan.weights())
                .allSatisfy(weight -> assertThat(weight.why().guards()).isEqualTo(plan.guards()));
    }

    @Test
    void pin_isHeld() {
        observe(A, 10);
        observe(B, 100);
        observe(C, 100);
        var pinned = candidate("b", true, Optional.of(new Pin(0.3, "a trial")));

        var plan = settle(List.of(A, pinned, C)).plan();

        assertThat(plan.weights().get(1).weight()).isEqualTo(300_000);
        assertThat(plan.guards()).extracting(GuardFired::name).doesNotContain("pin-relaxed");
        assertThat(plan.weights().get(1).why().contributions())
                .extracting(Contribution::name)
                .contains("pins");
    }

    @Test
    void pinAboveTheCap_isNamedAsRelaxed() {
        var pinned = candidate("b", true, Optional.of(new Pin(0.9, "a trial")));

        var plan = settle(List.of(A, pinned, C)).plan();

        assertThat(plan.weights().get(1).weight()).isEqualTo(600_000);
        assertThat(plan.guards()).extracting(GuardFired::name).contains("pin-relaxed");
    }

    @Test
    void firstPlan_isPushed() {
        assertThat(tick(List.of(A, B)).push()).isTrue();
    }

    @Test
    void samePlan_isNotPushedAgain() {
        tick(List.of(A, B));

        assertThat(tick(List.of(A, B)).push()).isFalse();
    }

    @Test
    void sameNodesInAnotherOrder_areNotPushed() {
        tick(List.of(A, B));

        assertThat(tick(List.of(B, A)).push()).isFalse();
    }

    @Test
    void nodeThatJoins_isPushed() {
        tick(List.of(A, B));

        assertThat(tick(List.of(A, B, C)).push()).isTrue();
    }

    @Test
    void nodeThatFallsSilent_isPushed_withItsWeight() {
        tick(List.of(A, B));

        var tick = tick(List.of(A, candidate("b", false, Optional.empty())));

        assertThat(tick.push()).isTrue();
        assertThat(tick.plan().weights()).extracting(NodeWeight::weight).containsExactly(500_000, 500_000);
    }

    @Test
    void moveWithinTheDeadband_isNotPushed_untilItAddsUp() {
        tick(List.of(pinnedAt(0.5), B, C));

        assertThat(tick(List.of(pinnedAt(0.5), B, C)).push()).isFalse();
        assertThat(tick(List.of(pinnedAt(0.503), B, C)).push()).isFalse();
        assertThat(tick(List.of(pinnedAt(0.505), B, C)).push()).isFalse();
        assertThat(tick(List.of(pinnedAt(0.506), B, C)).push()).isTrue();
        assertThat(tick(List.of(pinnedAt(0.508), B, C)).push()).isFalse();
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

    /** Ticks until the step has let everything through; time stands still. */
    private Tick settle(List<Candidate> candidates) {
        Tick tick = tick(candidates);
        for (int i = 0; i < 10; i++) {
            tick = balancer.tick(now, candidates, Optional.empty());
        }
        return tick;
    }

    private Tick tick(List<Candidate> candidates) {
        return balancer.tick(now, candidates, Optional.empty());
    }

    private Tick tick(List<Candidate> candidates, ScoringModel model) {
        return balancer.tick(now, candidates, Optional.of(model));
    }

    private void observe(Candidate candidate, double latencyMillis) {
        balancer.observe(window(candidate, 4, 0, latencyMillis));
    }

    private WindowSample window(Candidate candidate, int attempts, int failures, double latencyMillis) {
        return new WindowSample(
                new ApiName("quotes"),
                candidate.node(),
                now,
                TICK,
                attempts,
                failures,
                latencyMillis,
                latencyMillis,
                0,
                candidate.pricePerCall(),
                0.25);
    }

    private static Candidate pinnedAt(double share) {
        return pinned("a", share);
    }

    private static Candidate pinned(String node, double share) {
        return candidate(node, true, Optional.of(new Pin(share, "a trial")));
    }

    private static Candidate candidate(String node, boolean healthy, Optional<Pin> pin) {
        return new Candidate(new NodeId(node), TokenAmount.ofTokens("0.0001"), healthy, pin);
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

    private static Balancer next(KeptShares kept) {
        return new Balancer(VirtualNodes.SETTINGS, kept);
    }

    private static List<Integer> weights(WeightPlan plan) {
        return plan.weights().stream().map(NodeWeight::weight).toList();
    }

    private static double share(Tick tick, int node) {
        return tick.plan().weights().get(node).share();
    }
}
