package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ActivityTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Activity activity = new Activity(NOON);

    @Test
    void nothingDone_isZeroInEveryFeature() {
        assertThat(activity.values(NOON)).containsExactly(0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void steadyRate_isMeasuredAsWhatItIs() {
        Instant end = requests(600, Duration.ofMillis(100));

        assertThat(value(end, Feature.RATE)).isCloseTo(10, within(0.15));
    }

    @Test
    void rate_fadesByItsTimeConstant() {
        requests(100, Duration.ZERO);
        double before = 100.0 / 5;

        assertThat(value(NOON, Feature.RATE)).isCloseTo(before, within(1e-9));
        assertThat(value(NOON.plusSeconds(5), Feature.RATE)).isCloseTo(before / Math.E, within(1e-9));
        assertThat(value(NOON.plusSeconds(60), Feature.RATE)).isLessThan(2e-4);
    }

    @Test
    void clockThatStepsBack_changesNothing() {
        requests(10, Duration.ZERO);
        double before = value(NOON, Feature.RATE);

        assertThat(value(NOON.minusSeconds(60), Feature.RATE)).isEqualTo(before);
    }

    @Test
    void unknownPath_countsOnceWhileItIsRemembered() {
        ask(NOON, "quotes GET", "/a", false, 0);
        double once = value(NOON, Feature.PATHS);
        ask(NOON, "quotes GET", "/a", false, 0);
        assertThat(value(NOON, Feature.PATHS)).isEqualTo(once);

        ask(NOON, "quotes GET", "/b", false, 0);
        assertThat(value(NOON, Feature.PATHS)).isGreaterThan(once);
    }

    @Test
    void pathAtWhichSomebodyWasAnswered_doesNotCount() {
        ask(NOON, "quotes GET", "/a", true, 0);

        assertThat(value(NOON, Feature.PATHS)).isZero();
    }

    @Test
    void pathWhoseHashIsZero_countsAsAnyOther() {
        ask(NOON, "quotes GET", "", false, 0);

        assertThat(value(NOON, Feature.PATHS)).isGreaterThan(0);
    }

    @Test
    void changesOfPlace_areTheSequence() {
        ask(NOON, "quotes GET", "/a", true, 0);
        ask(NOON, "quotes GET", "/b", true, 0);
        assertThat(value(NOON, Feature.SEQUENCE)).isZero();

        ask(NOON, "eth-rpc POST", "/c", true, 0);
        assertThat(value(NOON, Feature.SEQUENCE)).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void answers_areCountedByTheirKind() {
        answer(false, 200);
        answer(false, 503);
        assertThat(activity.values(NOON)).containsExactly(0, 0, 0, 0, 0, 0, 0);

        answer(false, 404);
        assertThat(value(NOON, Feature.REFUSALS)).isCloseTo(0.2, within(1e-9));
        answer(true, 401);
        assertThat(value(NOON, Feature.SIGN_IN)).isCloseTo(0.2, within(1e-9));
        assertThat(value(NOON, Feature.REFUSALS)).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void limitOfANode_isNoRefusal() {
        answer(false, 429);

        assertThat(activity.values(NOON)).containsExactly(0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void refusals_thatNameATime_countWhereItIsNotKept_andAsImpatienceAlone() {
        refuse(NOON, 429, 2);
        assertThat(value(NOON, Feature.IMPATIENCE)).isZero();

        refuse(NOON.plusSeconds(1), 429, 2);
        assertThat(value(NOON.plusSeconds(1), Feature.IMPATIENCE)).isCloseTo(0.2, within(1e-9));
        refuse(NOON.plusSeconds(1), 403, 2);
        assertThat(value(NOON.plusSeconds(1), Feature.IMPATIENCE)).isCloseTo(0.4, within(1e-9));
        assertThat(value(NOON.plusSeconds(1), Feature.REFUSALS)).isZero();
    }

    @Test
    void faultsOfOurs_thatNameATime_areNotHeldAgainstAnybody() {
        refuse(NOON, 503, 1);
        refuse(NOON.plusMillis(500), 503, 1);

        assertThat(activity.values(NOON.plusMillis(500))).containsExactly(0, 0, 0, 0, 0, 0, 0);
    }

    /** Whoever takes 2 s for a request that is then refused sent it before it could know. */
    @Test
    void request_isTooEarlyByItsBeginning_notByItsEnd() {
        refuse(NOON, 429, 5);

        activity.take(new Sighting.Answered(
                1, NOON.plusSeconds(2), 7, false, 1, 429, Duration.ofSeconds(2), Optional.of(Duration.ofSeconds(5))));

        assertThat(value(NOON.plusSeconds(2), Feature.IMPATIENCE)).isZero();
    }

    @Test
    void payload_isTheMeanOfTheBodies() {
        ask(NOON, "eth-rpc POST", "/rpc", true, 100);
        ask(NOON, "eth-rpc POST", "/rpc", true, 300);

        assertThat(value(NOON, Feature.PAYLOAD)).isCloseTo(200, within(1e-9));
    }

    /** @return when the last was made */
    private Instant requests(int count, Duration apart) {
        var now = NOON;
        for (int request = 0; request < count; request++) {
            now = now.plus(apart);
            ask(now, "quotes GET", "/a", true, 0);
        }
        return now;
    }

    private double value(Instant now, Feature feature) {
        return activity.values(now)[feature.ordinal()];
    }

    private void ask(Instant now, String place, String path, boolean known, long bytes) {
        activity.take(new Sighting.Asked(1, now, place.hashCode(), path.hashCode(), bytes), known);
    }

    private void answer(boolean signIn, int status) {
        activity.take(new Sighting.Answered(1, NOON, 7, signIn, 1, status, Duration.ofMillis(5), Optional.empty()));
    }

    private void refuse(Instant now, int status, int seconds) {
        activity.take(new Sighting.Answered(
                1, now, 7, false, 1, status, Duration.ZERO, Optional.of(Duration.ofSeconds(seconds))));
    }
}
