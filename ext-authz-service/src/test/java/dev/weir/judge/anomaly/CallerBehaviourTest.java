package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.judge.SettableClock;
import dev.weir.judge.anomaly.port.FixedDetector;
import dev.weir.model.AnomalyScore;
import dev.weir.model.AnomalyScore.Reason;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallerBehaviourTest {
    private static final Caller ALICE = new Caller.Address("10.0.0.1");
    private static final Caller BOB = new Caller.Address("10.0.0.2");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final FixedDetector detector = new FixedDetector();
    private final CallerBehaviour behaviour = new CallerBehaviour(detector, clock);

    @Test
    void score_isTheSumOfItsParts_withTheGreatestReasonFirst() {
        detector.says(0.1, 0.5, 0.0, 0.005, 0.0, 0.0, 0.0);

        var score = behaviour.score(ALICE, get("/a"));

        assertThat(score.value()).isEqualTo(0.605);
        assertThat(score.reasons()).containsExactly(new Reason("paths", 0.5), new Reason("rate", 0.1));
    }

    @Test
    void score_ofWhatIsOrdinary_hasNoReasons() {
        assertThat(behaviour.score(ALICE, get("/a"))).isEqualTo(AnomalyScore.NONE);
    }

    @Test
    void score_isMadeAnewAfter50Milliseconds() {
        behaviour.score(ALICE, get("/a"));
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

        clock.forward(Duration.ofMillis(49));
        assertThat(behaviour.score(ALICE, get("/a")).value()).isZero();

        clock.forward(Duration.ofMillis(1));
        assertThat(behaviour.score(ALICE, get("/a")).value()).isEqualTo(1);
    }

    @Test
    void longPaths_thatBeginAlike_areNotTakenForOne() {
        var known = "/a" + "/x".repeat(10_000);
        behaviour.answered(ALICE.key(), false, known, 200);

        behaviour.score(ALICE, get(known));
        assertThat(detector.points().getLast()[1]).isZero();
        behaviour.score(BOB, get(known + "y"));
        assertThat(detector.points().getLast()[1]).isPositive();
    }

    @Test
    void callers_areScoredApart() {
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        behaviour.score(ALICE, get("/a"));
        detector.says(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

        assertThat(behaviour.score(BOB, get("/a")).value()).isZero();
        assertThat(behaviour.score(ALICE, get("/a")).value()).isEqualTo(1);
    }

    @Test
    void ordinaryCaller_isLearnedOnceASecond() {
        for (int i = 0; i < 50; i++) {
            behaviour.score(ALICE, get("/a"));
            clock.forward(Duration.ofMillis(100));
        }

        assertThat(detector.learned()).hasSize(4);
    }

    @Test
    void anomalousCaller_isNeverLearned() {
        detector.says(0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (int i = 0; i < 50; i++) {
            behaviour.score(ALICE, get("/a"));
            clock.forward(Duration.ofMillis(100));
        }

        assertThat(detector.learned()).isEmpty();
    }

    @Test
    void refusals_countForTheCallerThatMetThem() {
        behaviour.score(BOB, get("/a"));
        behaviour.answered("ip:10.0.0.1", false, "/a", 404);

        clock.forward(Duration.ofMillis(50));
        behaviour.score(ALICE, get("/a"));
        assertThat(lastPoint()[Feature.REFUSALS.ordinal()]).isGreaterThan(0);

        behaviour.score(BOB, get("/a"));
        assertThat(lastPoint()[Feature.REFUSALS.ordinal()]).isZero();
    }

    @Test
    void pathAtWhichSomebodyWasAnswered_isNewToNobody() {
        behaviour.answered("ip:10.0.0.2", false, "/quotes/BTC", 200);

        behaviour.score(ALICE, get("/quotes/BTC"));

        assertThat(lastPoint()[Feature.PATHS.ordinal()]).isZero();
    }

    @Test
    void pathThatOnlyGaveErrors_staysNew() {
        behaviour.answered("ip:10.0.0.2", false, "/.env", 404);

        behaviour.score(ALICE, get("/.env"));

        assertThat(lastPoint()[Feature.PATHS.ordinal()]).isGreaterThan(0);
    }

    private double[] lastPoint() {
        return detector.points().getLast();
    }

    private static SeenRequest get(String path) {
        return new SeenRequest(Optional.of(new ApiName("quotes")), "GET", path, 0);
    }
}
