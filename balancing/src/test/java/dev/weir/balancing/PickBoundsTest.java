package dev.weir.balancing;

import static dev.weir.model.AttemptOutcome.ANSWERED;
import static dev.weir.model.AttemptOutcome.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.TokenAmount;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a pick may cost and how much may fail. */
final class PickBoundsTest extends PickerUnderTest {
    @Test
    void dearEndpoint_isTakenOnlyWhereItIsFasterByMore() {
        var thrifty = new EndpointPicker(new PickSettings(1, 0), new SplittableRandom(1));
        thrifty.completed("", node(A), 10, ANSWERED, NOW);
        thrifty.completed("", node(B), 9.5, ANSWERED, NOW);
        var candidates = List.of(new PickCandidate(node(A), A, true, 100), new PickCandidate(node(B), B, true, 300));

        assertThat(thrifty.pick(fresh(), candidates, "", NOW)
                        .orElseThrow()
                        .addresses()
                        .getFirst())
                .isEqualTo(A);
    }

    @Test
    void budget_holdsInTheMeanOfAllPicks_andTheRestGoesToTheFastest() {
        var bounds = new Bounds(Optional.of(new TokenAmount(BigInteger.valueOf(150_000))), OptionalDouble.empty());
        var bounded = new EndpointPicker(new PickSettings(0, 0, bounds), new SplittableRandom(1));
        var candidates = List.of(new PickCandidate(node(A), A, true, 100), new PickCandidate(node(B), B, true, 300));
        double spent = 0;
        int dear = 0;
        for (int i = 0; i < 1_000; i++) {
            var grant = bounded.pick(fresh(), candidates, "", NOW).orElseThrow();
            boolean tookB = grant.addresses().getFirst().equals(B);
            bounded.completed(grant.id(), node(grant.addresses().getFirst()), tookB ? 10 : 50, ANSWERED, NOW);
            spent += tookB ? 300 : 100;
            dear += tookB ? 1 : 0;
            assertThat(spent).isLessThanOrEqualTo(150.0 * (i + 1));
        }

        assertThat(dear).isBetween(230, 250);
    }

    @Test
    void whereNobodyIsWithinTheBudget_theCheapestServes() {
        var bounds = new Bounds(Optional.of(new TokenAmount(BigInteger.valueOf(50_000))), OptionalDouble.empty());
        var bounded = new EndpointPicker(new PickSettings(0, 0, bounds), new SplittableRandom(1));
        var candidates = List.of(new PickCandidate(node(A), A, true, 100), new PickCandidate(node(B), B, true, 300));

        for (int i = 0; i < 100; i++) {
            assertThat(bounded.pick(fresh(), candidates, "", NOW).orElseThrow().addresses())
                    .startsWith(A);
        }
    }

    @Test
    void availability_keepsAwayFromWhoFails_whileOthersDoNot() {
        var bounds = new Bounds(Optional.empty(), OptionalDouble.of(0.99));
        var bounded = new EndpointPicker(new PickSettings(0, 0, bounds), new SplittableRandom(1));
        var candidates = List.of(new PickCandidate(node(A), A, true, 100), new PickCandidate(node(B), B, true, 100));
        for (int i = 0; i < 20; i++) {
            bounded.completed("", node(A), 1_000, ANSWERED, NOW);
            bounded.completed("", node(B), 1, i == 10 ? FAILED : ANSWERED, NOW);
        }

        assertThat(bounded.pick(fresh(), candidates, "", NOW.plusSeconds(60))
                        .orElseThrow()
                        .addresses())
                .startsWith(A);
    }

    @Test
    void whoFailed_isTriedAgain_onceThatIsLongAgo() {
        var bounds = new Bounds(Optional.empty(), OptionalDouble.of(0.99));
        var bounded = new EndpointPicker(new PickSettings(0, 0, bounds), new SplittableRandom(1));
        var candidates = List.of(new PickCandidate(node(A), A, true, 100), new PickCandidate(node(B), B, true, 100));
        for (int i = 0; i < 20; i++) {
            bounded.completed("", node(A), 1_000, ANSWERED, NOW);
            bounded.completed("", node(B), 1, i >= 17 ? FAILED : ANSWERED, NOW);
        }

        assertThat(bounded.pick(fresh(), candidates, "", NOW.plusSeconds(120))
                        .orElseThrow()
                        .addresses())
                .startsWith(A);
        assertThat(bounded.pick(fresh(), candidates, "", NOW.plusSeconds(7_200))
                        .orElseThrow()
                        .addresses())
                .startsWith(B);
    }
}
