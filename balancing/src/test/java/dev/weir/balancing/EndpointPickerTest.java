package dev.weir.balancing;

import static dev.weir.model.AttemptOutcome.ANSWERED;
import static dev.weir.model.AttemptOutcome.FAILED;
import static dev.weir.model.AttemptOutcome.NOTHING;
import static dev.weir.model.AttemptOutcome.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EndpointPickerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EndpointAddress A = address(1);
    private static final EndpointAddress B = address(2);
    private static final EndpointAddress C = address(3);
    private static final EndpointAddress D = address(4);

    private final AtomicInteger requests = new AtomicInteger();
    private final EndpointPicker picker = new EndpointPicker(new SplittableRandom(1));

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
    void completion_freesItsGrant() {
        learn(A, 10);
        learn(B, 15);
        var grant = pick(A, B);
        assertThat(picker.inFlight()).isEqualTo(1);

        picker.completed(grant.id(), node(A), 10, ANSWERED, NOW);

        assertThat(picker.inFlight()).isZero();
        assertThat(pick(A, B).addresses().getFirst()).isEqualTo(A);
    }

    @Test
    void release_freesItsGrant() {
        learn(A, 10);
        learn(B, 15);
        var grant = pick(A, B);

        assertThat(picker.released(grant.id(), NOW)).isTrue();
        assertThat(picker.released(grant.id(), NOW)).isFalse();

        assertThat(picker.inFlight()).isZero();
        assertThat(pick(A, B).addresses().getFirst()).isEqualTo(A);
    }

    @Test
    void secondReportOfAGrant_freesNothingMore() {
        var grant = pick(A);
        pick(A);

        picker.completed(grant.id(), node(A), 10, ANSWERED, NOW);
        picker.completed(grant.id(), node(A), 10, ANSWERED, NOW);
        picker.released(grant.id(), NOW);

        assertThat(picker.inFlight()).isEqualTo(1);
    }

    @Test
    void leaseThatEnds_freesItsGrant() {
        learn(A, 10);
        learn(B, 15);
        var grant = pick(A, B);
        assertThat(grant.leaseEnds()).isEqualTo(NOW.plusSeconds(30));

        pickAt(NOW.plusSeconds(30), A, B);

        assertThat(picker.inFlight()).isEqualTo(1);
        assertThat(picker.inFlight(node(A)) + picker.inFlight(node(B))).isEqualTo(1);
    }

    @Test
    void leaseThatHasNotEnded_holds() {
        pick(A);

        pickAt(NOW.plusMillis(29_999), A);

        assertThat(picker.inFlight()).isEqualTo(2);
    }

    @Test
    void unknownGrant_isIgnored_butTeaches() {
        picker.released("feed", NOW);
        picker.completed("beef", node(B), 10, ANSWERED, NOW);
        learn(A, 30);

        assertThat(picker.inFlight()).isZero();
        assertThat(pick(A, B).addresses()).containsExactly(B, A);
    }

    @Test
    void retriedRequest_freesTheFirstAndTeachesOfBoth() {
        learn(A, 10);
        learn(B, 15);
        var grant = pick(A, B);

        picker.completed(grant.id(), node(A), 0, FAILED, NOW);
        picker.completed(grant.id(), node(B), 15, ANSWERED, NOW);

        assertThat(picker.inFlight()).isZero();
        assertThat(pick(A, B).addresses()).startsWith(B);
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

    @Test
    void callerWhoLeaves_freesItsGrant_andSaysNothingOfTheNode() {
        learn(A, 10);
        learn(B, 15);
        for (int i = 0; i < 20; i++) {
            picker.completed(pick(A, B).id(), node(A), 7, NOTHING, NOW);
        }

        assertThat(picker.inFlight()).isZero();
        assertThat(pick(A, B).addresses()).containsExactly(A, B);
    }

    @Test
    void secondPickOfOneRequest_isRefused() {
        var candidates = List.of(candidate(A, true));

        assertThat(picker.pick("same", candidates, "", NOW)).isPresent();
        assertThat(picker.pick("same", candidates, "", NOW)).isEmpty();
        assertThat(picker.inFlight()).isEqualTo(1);
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
    void grantsBeyondTheBound_areRefused_untilOneEnds() {
        var only = List.of(candidate(A, true));
        var first = picker.pick(fresh(), only, "", NOW).orElseThrow();
        for (int i = 1; i < EndpointPicker.MAX_GRANTS; i++) {
            picker.pick(fresh(), only, "", NOW);
        }

        assertThat(picker.pick(fresh(), only, "", NOW)).isEmpty();

        picker.released(first.id(), NOW);
        assertThat(picker.pick(fresh(), only, "", NOW)).isPresent();
    }

    @Test
    void endpointsBeyondTheBound_areForgotten_andTheirGrantsStillEnd() {
        var grant = pick(A);
        for (int i = 0; i < EndpointPicker.MAX_SERVERS; i++) {
            learn(new EndpointAddress.Socket("127.0.1." + (i >> 8), 1 + (i & 0xff)), 10);
        }

        picker.released(grant.id(), NOW);

        assertThat(picker.inFlight()).isZero();
        assertThat(pick(A).addresses()).containsExactly(A);
    }

    @Test
    void manyThreads_leaveNothingInFlight() throws InterruptedException, ExecutionException {
        int threads = 16;
        var candidates = List.of(candidate(A, true), candidate(B, true), candidate(C, true));
        var start = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var runs = new ArrayList<Future<?>>();
            for (int thread = 0; thread < threads; thread++) {
                boolean completes = thread % 2 == 0;
                runs.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < 2_000; i++) {
                        var grant = picker.pick(fresh(), candidates, "", NOW).orElseThrow();
                        if (completes) {
                            picker.completed(grant.id(), node(grant.addresses().getFirst()), 10, ANSWERED, NOW);
                        } else {
                            picker.released(grant.id(), NOW);
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (var run : runs) {
                run.get();
            }
        }

        assertThat(picker.inFlight()).isZero();
        assertThat(List.of(A, B, C)).allMatch(address -> picker.inFlight(node(address)) == 0);
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
    void grantOfAnotherJudge_countsUntilItEnds() {
        learn(A, 10);
        learn(B, 12);

        picker.granted("feed", node(A), "", NOW);

        assertThat(picker.inFlight(node(A))).isEqualTo(1);
        assertThat(pick(A, B).addresses().getFirst()).isEqualTo(B);
        picker.completed("feed", node(A), 10, ANSWERED, NOW.plusMillis(10));
        assertThat(picker.inFlight(node(A))).isZero();
    }

    @Test
    void grantsOfOtherJudges_leaveHalfTheRoomToOurOwn() {
        for (int i = 0; i < EndpointPicker.MAX_GRANTS; i++) {
            picker.granted("grant " + i, node(A), "", NOW);
        }

        assertThat(picker.inFlight()).isEqualTo(EndpointPicker.MAX_GRANTS / 2);
        assertThat(pick(A, B).addresses()).hasSize(2);
    }

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
    void look_isOfSoManyEndpoints() {
        var hasty = new EndpointPicker(new PickSettings(0, 2), new SplittableRandom(1));
        var candidates = List.of(candidate(A, true), candidate(B, true), candidate(C, true), candidate(D, true));

        assertThat(hasty.pick(fresh(), candidates, "", NOW).orElseThrow().addresses())
                .hasSize(2);
    }

    /** How many of so many grants, all in flight, name an endpoint first: equals get the same only where no count was left over. */
    private Map<EndpointAddress, Integer> firsts(int grants, List<PickCandidate> candidates) {
        var firsts = new HashMap<EndpointAddress, Integer>();
        IntStream.range(0, grants)
                .forEach(i -> firsts.merge(
                        picker.pick(fresh(), candidates, "", NOW)
                                .orElseThrow()
                                .addresses()
                                .getFirst(),
                        1,
                        Integer::sum));
        return Collections.unmodifiableMap(firsts);
    }

    private Grant pick(EndpointAddress... addresses) {
        return pickAt(NOW, addresses);
    }

    private Grant pickAt(Instant at, EndpointAddress... addresses) {
        return pick("", at, addresses);
    }

    private Grant pick(String kind, Instant at, EndpointAddress... addresses) {
        var candidates = Arrays.stream(addresses)
                .map(address -> candidate(address, true))
                .toList();
        return picker.pick(fresh(), candidates, kind, at).orElseThrow();
    }

    private void learn(EndpointAddress address, double millis) {
        learnAt(NOW, address, millis);
    }

    private void learnAt(Instant at, EndpointAddress address, double millis) {
        picker.completed("", node(address), millis, ANSWERED, at);
    }

    private static PickCandidate candidate(EndpointAddress address, boolean usable) {
        return new PickCandidate(node(address), address, usable);
    }

    private static NodeId node(EndpointAddress address) {
        return new NodeId("node-" + address.toString().replace('.', '-').replace(':', '-'));
    }

    private String fresh() {
        return "request " + requests.incrementAndGet();
    }

    private static EndpointAddress address(int port) {
        return new EndpointAddress.Socket("127.0.0.1", port);
    }
}
