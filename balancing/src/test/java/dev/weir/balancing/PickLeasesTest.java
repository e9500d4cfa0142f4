package dev.weir.balancing;

import static dev.weir.model.AttemptOutcome.ANSWERED;
import static dev.weir.model.AttemptOutcome.FAILED;
import static dev.weir.model.AttemptOutcome.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.EndpointAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A grant is in flight until its end is heard of, or its lease ends. */
final class PickLeasesTest extends PickerUnderTest {
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
}
