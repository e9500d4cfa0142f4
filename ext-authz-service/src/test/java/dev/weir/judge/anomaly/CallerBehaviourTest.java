package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.judge.SettableClock;
import dev.weir.judge.anomaly.port.FixedDetector;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.model.AnomalyScore;
import dev.weir.model.AnomalyScore.Reason;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class CallerBehaviourTest {
    private static final Caller ALICE = new Caller.Address("10.0.0.1");
    private static final Caller BOB = new Caller.Address("10.0.0.2");
    private static final Duration TURN = Duration.ofMillis(50);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final FixedDetector detector = new FixedDetector();
    private final List<double[]> logged = new ArrayList<>();
    private final CallerBehaviour behaviour = new CallerBehaviour(detector, logged::add, clock);

    @Test
    void firstRequest_isOrdinary_andTheNextHasItsScore() {
        detector.says(0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

        assertThat(behaviour.score(ALICE, get("/a"))).isEqualTo(AnomalyScore.NONE);
        behaviour.round();
        assertThat(behaviour.score(ALICE, get("/a")).value()).isEqualTo(0.5);
    }

    @Test
    void score_isTheSumOfItsParts_withTheGreatestReasonFirst() {
        detector.says(0.1, 0.5, 0.0, 0.005, 0.0, 0.0, 0.0);

        var score = scored(ALICE);

        assertThat(score.value()).isEqualTo(0.605);
        assertThat(score.reasons()).containsExactly(new Reason("paths", 0.5), new Reason("rate", 0.1));
    }

    @Test
    void score_ofWhatIsOrdinary_hasNoReasons() {
        assertThat(scored(ALICE)).isEqualTo(AnomalyScore.NONE);
    }

    @Test
    void score_isMadeAnewAfter50Milliseconds() {
        scored(ALICE);
        int made = detector.points().size();

        clock.forward(Duration.ofMillis(49));
        scored(ALICE);
        assertThat(detector.points()).hasSize(made);

        clock.forward(Duration.ofMillis(1));
        behaviour.round();
        assertThat(detector.points()).hasSize(made + 1);
    }

    @Test
    void callerThatDoesNothing_isScoredAnewEachSecond_untilItIsOrdinary() {
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        scored(ALICE);
        detector.says(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

        clock.forward(Duration.ofSeconds(1));
        behaviour.round();
        assertThat(behaviour.score(ALICE, get("/a"))).isEqualTo(AnomalyScore.NONE);
    }

    @Test
    @Timeout(10)
    void requestsAndEnds_waitForNobody_whileARoundStands() throws InterruptedException {
        var inRound = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var standing = new CallerBehaviour(
                point -> {
                    inRound.countDown();
                    await(release);
                    return Collections.nCopies(point.length, 0.0);
                },
                OrdinaryLog.none(),
                clock);
        standing.score(ALICE, get("/a"));
        var round = Thread.ofPlatform().start(standing::round);
        inRound.await();

        for (int i = 0; i < 1_000; i++) {
            assertThat(standing.score(ALICE, get("/" + i)).value()).isZero();
            standing.answered(answer(ALICE.key(), "/" + i, 404));
        }
        assertThat(standing.waiting()).isEqualTo(2_000);

        release.countDown();
        round.join();
        standing.round();
        assertThat(standing.waiting()).isZero();
    }

    @Test
    void withoutRounds_everybodyIsOrdinary_ratherThanWhatTheyWere() {
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(scored(ALICE).value()).isEqualTo(1);

        clock.forward(CallerBehaviour.STALE);
        assertThat(behaviour.sinceRound()).isEqualTo(CallerBehaviour.STALE);
        assertThat(behaviour.score(ALICE, get("/a"))).isEqualTo(AnomalyScore.NONE);

        behaviour.round();
        assertThat(behaviour.score(ALICE, get("/a")).value()).isEqualTo(1);
    }

    @Test
    void faultOfOneCaller_costsItsScoreOnly() {
        var faulty = new CallerBehaviour(
                point -> {
                    if (point[Feature.PAYLOAD.ordinal()] > 0) {
                        throw new IllegalStateException("cannot score this");
                    }
                    return List.of(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
                },
                OrdinaryLog.none(),
                clock);
        faulty.score(ALICE, new SeenRequest(Optional.empty(), "POST", "/a", 100));
        faulty.score(BOB, get("/a"));

        assertThatThrownBy(faulty::round).hasMessage("cannot score this");
        faulty.round();

        assertThat(faulty.score(ALICE, get("/a"))).isEqualTo(AnomalyScore.NONE);
        assertThat(faulty.score(BOB, get("/a")).value()).isEqualTo(1);
    }

    @Test
    void longPaths_thatBeginAlike_areNotTakenForOne() {
        var known = "/a" + "/x".repeat(10_000);
        behaviour.answered(answer(ALICE.key(), known, 200));

        behaviour.score(ALICE, get(known));
        assertThat(last(Feature.PATHS)).isZero();
        behaviour.score(BOB, get(known + "y"));
        assertThat(last(Feature.PATHS)).isPositive();
    }

    @Test
    void callers_areScoredApart() {
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        scored(ALICE);
        detector.says(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

        assertThat(scored(BOB).value()).isZero();
        assertThat(behaviour.score(ALICE, get("/a")).value()).isEqualTo(1);
    }

    @Test
    void ordinaryCaller_isLoggedOnceASecond_asItIs() {
        for (int i = 0; i < 50; i++) {
            scored(ALICE);
            clock.forward(Duration.ofMillis(100));
        }

        assertThat(logged).hasSize(4);
        assertThat(logged.getFirst()[Feature.RATE.ordinal()]).isBetween(1.5, 4.5);
    }

    @Test
    void anomalousCaller_isNeverLogged() {
        detector.says(0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (int i = 0; i < 50; i++) {
            scored(ALICE);
            clock.forward(Duration.ofMillis(100));
        }

        assertThat(logged).isEmpty();
    }

    @Test
    void refusals_countForTheCallerThatMetThem() {
        behaviour.score(BOB, get("/a"));
        behaviour.answered(answer(ALICE.key(), "/a", 404));

        behaviour.score(ALICE, get("/a"));
        assertThat(last(Feature.REFUSALS)).isPositive();
        behaviour.score(BOB, get("/a"));
        assertThat(last(Feature.REFUSALS)).isZero();
    }

    @Test
    void pathAtWhichSomebodyWasAnswered_isNewToNobody() {
        behaviour.answered(answer(BOB.key(), "/quotes/BTC", 200));

        behaviour.score(ALICE, get("/quotes/BTC"));

        assertThat(last(Feature.PATHS)).isZero();
    }

    @Test
    void pathThatOnlyGaveErrors_staysNew() {
        behaviour.answered(answer(BOB.key(), "/.env", 404));

        behaviour.score(ALICE, get("/.env"));

        assertThat(last(Feature.PATHS)).isPositive();
    }

    @Test
    void callersBeyondTheMost_areForgottenByTheirLastCall_andOrdinaryAgain() {
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        scored(ALICE);
        scored(BOB);
        for (int i = 0; i < Scorer.MAX_CALLERS - 1; i++) {
            behaviour.score(new Caller.Address("10.1." + i), get("/a"));
        }
        behaviour.round();

        assertThat(behaviour.score(BOB, get("/a")).value()).isEqualTo(1);
        assertThat(behaviour.score(ALICE, get("/a"))).isEqualTo(AnomalyScore.NONE);
    }

    /** Callers without end, each with paths of 32 KiB, names of its own, refusals that it is to wait for and a score of 1. */
    @Test
    void memory_hasABound_whateverCallersSend() {
        detector.says(0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1);
        var hostile =
                new CallerBehaviour(point -> List.of(0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1), OrdinaryLog.none(), clock);
        var path = "/x".repeat(16_000);
        long before = used();
        for (int i = 0; i < 4 * Scorer.MAX_CALLERS; i++) {
            var caller = new Caller.Address("caller " + i);
            hostile.score(caller, get(i % 100 == 0 ? path + i : "/" + i));
            hostile.answered(new SeenAnswer(
                    caller.key(), "api " + i, false, "/" + i, 429, Duration.ZERO, Optional.of(Duration.ofSeconds(9))));
            hostile.answered(answer(caller.key(), "/" + i, 200));
            if (i % 500 == 0) {
                clock.forward(TURN);
                hostile.round();
            }
        }
        for (int i = 0; i < 2 * SightingQueue.CAPACITY; i++) {
            hostile.score(ALICE, get("/" + i));
        }

        assertThat(hostile.dropped()).isPositive();
        assertThat(used() - before).isLessThan(CallerBehaviour.MOST_BYTES);
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What it is after the next round. */
    private AnomalyScore scored(Caller caller) {
        behaviour.score(caller, get("/a"));
        behaviour.round();
        return behaviour.score(caller, get("/a"));
    }

    /** Of the last point that the detector saw. */
    private double last(Feature feature) {
        clock.forward(TURN);
        behaviour.round();
        return detector.points().getLast()[feature.ordinal()];
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static SeenRequest get(String path) {
        return new SeenRequest(Optional.of(new ApiName("quotes")), "GET", path, 0);
    }

    private static SeenAnswer answer(String caller, String path, int status) {
        return new SeenAnswer(caller, "quotes", false, path, status, Duration.ZERO, Optional.empty());
    }
}
