package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ActivityTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Activity activity = new Activity(NOON);

    @Test
    void nothingDone_isZeroInEveryFeature() {
        assertThat(activity.point(NOON)).containsExactly(0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void steadyRate_isMeasuredAsWhatItIs() {
        Instant end = requests(600, Duration.ofMillis(100));

        assertThat(value(end, Feature.RATE)).isCloseTo(Feature.RATE.scaled(10), within(0.005));
    }

    @Test
    void rate_fadesByItsTimeConstant() {
        requests(100, Duration.ZERO);
        double before = 100.0 / 5;

        assertThat(value(NOON, Feature.RATE)).isCloseTo(Feature.RATE.scaled(before), within(1e-9));
        assertThat(value(NOON.plusSeconds(5), Feature.RATE))
                .isCloseTo(Feature.RATE.scaled(before / Math.E), within(1e-9));
        assertThat(value(NOON.plusSeconds(60), Feature.RATE)).isLessThan(1e-4);
    }

    @Test
    void clockThatStepsBack_changesNothing() {
        requests(10, Duration.ZERO);
        double before = value(NOON, Feature.RATE);

        assertThat(value(NOON.minusSeconds(60), Feature.RATE)).isEqualTo(before);
    }

    @Test
    void unknownPath_countsOnceWhileItIsRemembered() {
        activity.requested(NOON, "quotes GET", "/a", false, 0);
        double once = value(NOON, Feature.PATHS);
        activity.requested(NOON, "quotes GET", "/a", false, 0);
        assertThat(value(NOON, Feature.PATHS)).isEqualTo(once);

        activity.requested(NOON, "quotes GET", "/b", false, 0);
        assertThat(value(NOON, Feature.PATHS)).isGreaterThan(once);
    }

    @Test
    void pathAtWhichSomebodyWasAnswered_doesNotCount() {
        activity.requested(NOON, "quotes GET", "/a", true, 0);

        assertThat(value(NOON, Feature.PATHS)).isZero();
    }

    @Test
    void pathWhoseHashIsZero_countsAsAnyOther() {
        activity.requested(NOON, "quotes GET", "", false, 0);

        assertThat(value(NOON, Feature.PATHS)).isGreaterThan(0);
    }

    @Test
    void changesOfPlace_areTheSequence() {
        activity.requested(NOON, "quotes GET", "/a", true, 0);
        activity.requested(NOON, "quotes GET", "/b", true, 0);
        assertThat(value(NOON, Feature.SEQUENCE)).isZero();

        activity.requested(NOON, "eth-rpc POST", "/c", true, 0);
        assertThat(value(NOON, Feature.SEQUENCE)).isCloseTo(Feature.SEQUENCE.scaled(0.2), within(1e-9));
    }

    @Test
    void answers_areCountedByTheirKind() {
        activity.answered(NOON, false, 200);
        activity.answered(NOON, false, 503);
        assertThat(activity.point(NOON)).containsExactly(0, 0, 0, 0, 0, 0, 0);

        activity.answered(NOON, false, 404);
        assertThat(value(NOON, Feature.REFUSALS)).isCloseTo(Feature.REFUSALS.scaled(0.2), within(1e-9));
        activity.answered(NOON, false, 429);
        assertThat(value(NOON, Feature.LIMITED)).isCloseTo(Feature.LIMITED.scaled(0.2), within(1e-9));
        activity.answered(NOON, true, 401);
        assertThat(value(NOON, Feature.SIGN_IN)).isCloseTo(Feature.SIGN_IN.scaled(0.2), within(1e-9));
        assertThat(value(NOON, Feature.REFUSALS)).isCloseTo(Feature.REFUSALS.scaled(0.2), within(1e-9));
    }

    @Test
    void limitMetAtSignIn_isALimitAndNoFailedSignIn() {
        activity.answered(NOON, true, 429);

        assertThat(value(NOON, Feature.LIMITED)).isGreaterThan(0);
        assertThat(value(NOON, Feature.SIGN_IN)).isZero();
    }

    @Test
    void payload_isTheMeanOfTheBodies() {
        activity.requested(NOON, "eth-rpc POST", "/rpc", true, 100);
        activity.requested(NOON, "eth-rpc POST", "/rpc", true, 300);

        assertThat(value(NOON, Feature.PAYLOAD)).isCloseTo(Feature.PAYLOAD.scaled(200), within(1e-9));
    }

    /** @return when the last was made */
    private Instant requests(int count, Duration apart) {
        var now = NOON;
        for (int request = 0; request < count; request++) {
            now = now.plus(apart);
            activity.requested(now, "quotes GET", "/a", true, 0);
        }
        return now;
    }

    private double value(Instant now, Feature feature) {
        return activity.point(now)[feature.ordinal()];
    }
}
