package dev.weir.balancing;

import static dev.weir.model.AttemptOutcome.ANSWERED;
import static dev.weir.model.AttemptOutcome.FAILED;
import static dev.weir.model.AttemptOutcome.OVERTAKEN;
import static dev.weir.model.AttemptOutcome.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.EndpointAddress;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which endpoint is named first. */
final class EndpointPickerTest extends PickerUnderTest {
    @Test
    void fastestEndpoint_isNamedFirst_andThreeOfFour() {
        learn(A, 30);
        learn(B, 10);
        learn(C, 20);
        learn(D, 40);

        assertThat(pick(A, B, C, D).addresses()).containsExactly(B, C, A);
    }

    @Test
    void twoCandidates_areBothNamed() {
        learn(A, 30);
        learn(B, 10);

        assertThat(pick(A, B).addresses()).containsExactly(B, A);
    }

    @Test
    void noCandidates_giveNoGrant() {
        assertThat(picker.pick(fresh(), List.of(), "", NOW)).isEmpty();
    }

    @Test
    void ownGrantsInFlight_countAsDelay() {
        learn(A, 10);
        learn(B, 25);

        assertThat(pick(A, B).addresses().getFirst()).isEqualTo(A);
        // Beside the other it would take 20 ms there, and make the other 10 ms later.
        assertThat(pick(A, B).addresses().getFirst()).isEqualTo(B);
        assertThat(pick(A, B).addresses().getFirst()).isEqualTo(A);
    }

    @Test
    void unhealthyCandidate_isNeverNamed() {
        learn(A, 10);
        learn(B, 1_000);

        var grant = picker.pick(fresh(), List.of(candidate(A, false), candidate(B, true)), "", NOW);

        assertThat(grant.orElseThrow().addresses()).containsExactly(B);
        assertThat(picker.pick(fresh(), List.of(candidate(A, false)), "", NOW)).isEmpty();
    }

    @Test
    void nodeThatCannotAnswerTheCall_isNeverNamed() {
        learn(A, 10);
        learn(B, 1_000);
        var both = List.of(candidate(A, true), candidate(B, true));

        assertThat(picker.pick(
                                fresh(),
                                both,
                                "",
                                node -> node.equals(both.getLast().node()),
                                NOW)
                        .orElseThrow()
                        .addresses())
                .containsExactly(B);
        assertThat(picker.pick(fresh(), both, "", node -> false, NOW)).isEmpty();
    }

    @Test
    void nodeThatIsOut_isNotNamed_untilItsTimeIsOver() {
        pick(A, B);
        picker.completed("", node(A), 0, UNREACHABLE, NOW);

        assertThat(pickAt(NOW.plusMillis(999), A, B).addresses()).containsExactly(B);
        assertThat(pickAt(NOW.plusSeconds(1), A, B).addresses()).contains(A);
    }

    @Test
    void oneFailure_keepsNobodyOut() {
        pick(A, B);
        picker.completed("", node(A), 0, FAILED, NOW);

        assertThat(pick(A, B).addresses()).contains(A);
    }

    /** A node that hangs under hedges is left, as one that slow would be; it is not shut out. */
    @Test
    void endpointThatWasOvertaken_isKnownToBeThatSlow_andHasFailedNothing() {
        for (int i = 0; i < 20; i++) {
            learn(A, 10);
            learn(B, 12);
        }
        assertThat(pick(A, B).addresses()).containsExactly(A, B);

        for (int i = 0; i < 20; i++) {
            picker.completed("", node(A), 60, OVERTAKEN, NOW);
        }

        assertThat(pick(A, B).addresses()).containsExactly(B, A);
    }

    /** Half a minute is long enough to be forgotten. */
    @Test
    void endpointThatIsOvertakenAgainAndAgain_isNotForgotten() {
        for (int i = 0; i < 20; i++) {
            learn(A, 10);
            learn(B, 12);
        }
        int met = 0;
        for (int call = 0; call < 600; call++) {
            var at = NOW.plusMillis(100L * call);
            var grant = pickAt(at, A, B);
            boolean hangs = grant.addresses().getFirst().equals(A);
            met += hangs && call >= 300 ? 1 : 0;
            int millis = hangs ? 60 : 12;
            picker.completed(grant.id(), grant.node(), millis, hangs ? OVERTAKEN : ANSWERED, at.plusMillis(millis));
        }

        assertThat(met).isLessThan(30);
    }

    @Test
    void nodeThatMoves_keepsWhatIsKnownOfIt() {
        learn(A, 30);
        learn(B, 10);
        var moved = new PickCandidate(node(B), D, true);

        assertThat(picker.pick(fresh(), List.of(candidate(A, true), moved), "", NOW)
                        .orElseThrow()
                        .addresses())
                .containsExactly(D, A);
    }

    @Test
    void idleEquals_areSpread() {
        var first = new HashMap<EndpointAddress, Integer>();
        for (int i = 0; i < 4_000; i++) {
            var grant = pick(A, B, C, D);
            first.merge(grant.addresses().getFirst(), 1, Integer::sum);
            picker.released(grant.id(), NOW);
        }

        assertThat(first.values()).hasSize(4).allMatch(count -> count > 800 && count < 1_200);
    }

    @Test
    void endpointWithoutEvidence_isTriedFirst() {
        learn(A, 10);
        learn(B, 20);
        pick(A, B);

        assertThat(pick(A, B, C).addresses().getFirst()).isEqualTo(C);
    }

    @Test
    void slowEndpointNotHeardOf_isTriedAgain() {
        learn(A, 10);
        learn(B, 200);
        learn(C, 10);

        var later = NOW.plusSeconds(30);
        learnAt(later, A, 10);
        learnAt(later, C, 10);
        pickAt(later, A, C);
        pickAt(later, A, C);

        assertThat(pickAt(later, A, B, C).addresses().getFirst()).isEqualTo(B);
    }

    @Test
    void latencyThatIsNoNumber_teachesNothing() {
        learn(A, 10);
        learn(B, 15);
        picker.completed("", node(A), Double.NaN, ANSWERED, NOW);
        picker.completed("", node(B), Double.POSITIVE_INFINITY, ANSWERED, NOW);
        picker.completed("", node(B), -1, ANSWERED, NOW);

        assertThat(pick(A, B).addresses()).containsExactly(A, B);
    }

    @Test
    void longKind_keepsAwayFromCalls_thatAShortOneJoins() {
        var now = NOW;
        for (int i = 0; i < 40; i++) {
            var address = i % 4 < 2 ? A : B;
            int millis = i % 2 == 0 ? 10 : 200;
            var grant = pick(i % 2 == 0 ? "short" : "long", now, address);
            now = now.plusMillis(millis);
            picker.completed(grant.id(), node(address), millis, ANSWERED, now);
        }
        pick("long", now, A);
        pick("short", now, B);
        pick("short", now, B);
        pick("short", now, B);

        assertThat(pick("long", now, A, B).addresses().getFirst()).isEqualTo(B);
        assertThat(pick("short", now, A, B).addresses().getFirst()).isEqualTo(A);
    }

    @Test
    void endpointThatHangs_looksSlow_beforeItsFirstLateAnswer() {
        var now = NOW;
        for (int i = 0; i < 100; i++) {
            for (var address : List.of(A, B)) {
                var grant = pickAt(now, address);
                picker.completed(grant.id(), node(address), 10, ANSWERED, now.plusMillis(10));
            }
            now = now.plusMillis(20);
        }
        pickAt(now, A);
        pickAt(now, B);
        var hung = now.plusMillis(300);
        picker.completed("", node(B), 10, ANSWERED, now.plusMillis(10));

        assertThat(pickAt(hung, A, B).addresses()).hasSize(2);
        assertThat(picker.serviceMillis(node(A))).isGreaterThan(12);
    }

    @Test
    void look_isOfSoManyEndpoints() {
        var hasty = new EndpointPicker(new PickSettings(0, 2), new SplittableRandom(1));
        var candidates = List.of(candidate(A, true), candidate(B, true), candidate(C, true), candidate(D, true));

        assertThat(hasty.pick(fresh(), candidates, "", NOW).orElseThrow().addresses())
                .hasSize(2);
    }
}
