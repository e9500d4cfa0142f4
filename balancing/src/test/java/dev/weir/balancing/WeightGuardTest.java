package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.balancing.WeightGuard.Guarded;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WeightGuardTest {
    private static final double NEW = Double.NaN;
    private static final WeightGuard GUARD = new WeightGuard(0.005, 0.6, 0.2);
    private static final WeightGuard UNBOUND = new WeightGuard(0, 1, 1);

    @Test
    void legalProposal_isTakenAsItIs() {
        var guarded = GUARD.apply(shares(0.5, 0.3, 0.2), shares(0.4, 0.4, 0.2), none());

        assertThat(guarded).isEqualTo(new Guarded(List.of(500_000, 300_000, 200_000), List.of()));
    }

    @Test
    void proposalOfAnySum_isScaled() {
        assertThat(UNBOUND.apply(shares(3, 1), shares(NEW, NEW), none()).weights())
                .containsExactly(750_000, 250_000);
    }

    @Test
    void thirds_areRoundedToTheFixedSum() {
        assertThat(UNBOUND.apply(shares(1, 1, 1), shares(NEW, NEW, NEW), none()).weights())
                .containsExactly(333_334, 333_333, 333_333);
    }

    @Test
    void noNodes_haveNoWeights() {
        assertThat(GUARD.apply(shares(), shares(), none())).isEqualTo(new Guarded(List.of(), List.of()));
    }

    @Test
    void oneNode_getsAll_andTheCapIsNamedAsRaised() {
        var guarded = GUARD.apply(shares(1), shares(1), none());

        assertThat(guarded.weights()).containsExactly(1_000_000);
        assertThat(names(guarded)).containsExactly("cap-raised");
    }

    @Test
    void poison_getsTheFloor_andIsNamed() {
        var guarded = GUARD.apply(shares(Double.NaN, -4, 1, 1), shares(NEW, NEW, NEW, NEW), none());

        assertThat(guarded.weights()).containsExactly(5_000, 5_000, 495_000, 495_000);
        assertThat(names(guarded)).containsExactly("illegal-proposal", "lower-bound");
    }

    @Test
    void hugeProposals_doNotOverflow() {
        assertThat(UNBOUND.apply(shares(Double.MAX_VALUE, Double.MAX_VALUE), shares(NEW, NEW), none())
                        .weights())
                .containsExactly(500_000, 500_000);
    }

    @Test
    void nothingProposed_isUniform() {
        var guarded = GUARD.apply(shares(0, 0, 0, 0), shares(NEW, NEW, NEW, NEW), none());

        assertThat(guarded.weights()).containsOnly(250_000);
        assertThat(names(guarded)).containsExactly("uniform");
    }

    @Test
    void capAndFloor_ofTwoNodes_bothHold() {
        var guarded = GUARD.apply(shares(1, 0), shares(NEW, NEW), none());

        assertThat(guarded.weights()).containsExactly(600_000, 400_000);
        assertThat(names(guarded)).contains("upper-bound");
    }

    @Test
    void floorAboveAnEvenShare_isLowered() {
        var guarded = new WeightGuard(0.4, 0.6, 1).apply(shares(1, 0, 0), shares(NEW, NEW, NEW), none());

        assertThat(guarded.weights()).containsExactly(333_334, 333_333, 333_333);
        assertThat(names(guarded)).contains("floor-lowered");
    }

    @Test
    void step_holdsAgainstAJump() {
        var guarded = GUARD.apply(shares(0.1, 0.5, 0.4), shares(0.6, 0.2, 0.2), none());

        assertThat(guarded.weights()).containsExactly(400_000, 333_333, 266_667);
        assertThat(names(guarded)).containsExactly("lower-bound");
    }

    @Test
    void stepThatCannotHold_isWidenedToTheLeastThatFits() {
        var guarded = GUARD.apply(shares(0.5, 0.3, 0.2), shares(0.1, 0.1, 0.1), none());

        assertThat(guarded.weights()).containsExactly(333_334, 333_333, 333_333);
        assertThat(names(guarded)).contains("step-relaxed");
    }

    @Test
    void capBelowTheShareInForce_winsOverTheStep_andIsNamed() {
        var guarded = GUARD.apply(shares(1, 1), shares(1, NEW), none());

        assertThat(guarded.weights()).containsExactly(600_000, 400_000);
        assertThat(names(guarded)).contains("step-relaxed");
    }

    @Test
    void floorOfManyNodes_namesWhoPaysForIt() {
        double[] proposed = new double[10_000];
        proposed[0] = 1;
        double[] last = new double[10_000];
        Arrays.fill(last, NEW);

        var guarded = UNBOUND.apply(proposed, last, none());

        assertThat(guarded.weights().getFirst()).isEqualTo(990_001);
        assertThat(names(guarded)).contains("lower-bound");
    }

    @Test
    void share_doesNotShrinkWithTheNumberOfNodes() {
        double[] proposed = new double[10_000];
        Arrays.fill(proposed, 0.5 / 9_999);
        proposed[0] = 0.5;

        assertThat(UNBOUND.apply(proposed, proposed.clone(), none()).weights().getFirst())
                .isEqualTo(500_000);
    }

    @Test
    void pin_isHeld_whileTheFloorTakesFromTheOthers() {
        var guarded = GUARD.apply(shares(0.5, 0.499, 0.0005, 0.0005), shares(NEW, NEW, NEW, NEW), nodes(0));

        assertThat(guarded.weights()).containsExactly(500_000, 490_000, 5_000, 5_000);
        assertThat(names(guarded)).containsExactly("lower-bound");
    }

    @Test
    void pinAboveTheCap_givesWay_andIsNamed() {
        var guarded = GUARD.apply(shares(0.9, 0.05, 0.05), shares(NEW, NEW, NEW), nodes(0));

        assertThat(guarded.weights()).containsExactly(600_000, 200_000, 200_000);
        assertThat(names(guarded)).containsExactly("upper-bound", "pin-relaxed");
    }

    @Test
    void pinsOfAllNodes_thatLeaveSomething_areScaled_andNamed() {
        var guarded = GUARD.apply(shares(0.2, 0.2), shares(NEW, NEW), nodes(0, 1));

        assertThat(guarded.weights()).containsExactly(500_000, 500_000);
        assertThat(names(guarded)).containsExactly("pin-relaxed");
    }

    @Test
    void pastOfAnotherLength_isRefused() {
        assertThatThrownBy(() -> GUARD.apply(shares(1, 1), shares(1), none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 proposals and 1 last shares cannot be guarded");
    }

    private static double[] shares(double... shares) {
        return shares;
    }

    private static BitSet none() {
        return new BitSet();
    }

    private static BitSet nodes(int... nodes) {
        var set = new BitSet();
        Arrays.stream(nodes).forEach(set::set);
        return set;
    }

    private static List<String> names(Guarded guarded) {
        return guarded.fired().stream().map(GuardFired::name).toList();
    }
}
