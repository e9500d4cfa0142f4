package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DrainTest {
    private final Drain drain = Drain.brisk();

    @Test
    void nothingDone_isLikeTheCrowd() {
        assertThat(drain.known()).isFalse();
        assertThat(drain.serviceMillis(12)).isCloseTo(12, within(1e-9));
    }

    @Test
    void steadyCalls_areTheirBusyTime() {
        calls(500, 20);

        assertThat(drain.known()).isTrue();
        assertThat(drain.serviceMillis(1)).isCloseTo(20, within(0.5));
    }

    @Test
    void twoAtOnce_countTwiceTheBusyTime() {
        for (int i = 0; i < 500; i++) {
            drain.advance(10, 2);
            drain.done(1, 20);
        }

        assertThat(drain.serviceMillis(1)).isCloseTo(20, within(0.5));
    }

    @Test
    void aCallOfTwiceTheWork_takesTwiceAsLong_andTheServiceIsTheSame() {
        for (int i = 0; i < 500; i++) {
            drain.advance(40, 1);
            drain.done(2, 40);
        }

        assertThat(drain.serviceMillis(1)).isCloseTo(20, within(0.5));
    }

    @Test
    void busyTimeWithoutAnEnd_looksSlower_already() {
        calls(500, 20);

        drain.advance(600, 1);

        assertThat(drain.serviceMillis(1)).isGreaterThan(40);
    }

    @Test
    void threeTimesSlower_isHalfBelievedWithinADozenCalls_andMoreWithinThree() {
        calls(500, 20);

        calls(12, 60);
        assertThat(drain.serviceMillis(1)).isBetween(35.0, 60.0);
        calls(24, 60);
        assertThat(drain.serviceMillis(1)).isBetween(44.0, 61.0);
    }

    @Test
    void fastAgain_isMostlyBelievedWithinThreeDozenCalls() {
        calls(500, 60);

        calls(36, 20);

        assertThat(drain.serviceMillis(1)).isBetween(15.0, 35.0);
    }

    @Test
    void busyTimesCountedOtherwise_scaleTheService() {
        calls(500, 20);

        drain.rescale(2);

        assertThat(drain.serviceMillis(40)).isCloseTo(40, within(1.0));
    }

    private void calls(int count, double millis) {
        for (int i = 0; i < count; i++) {
            drain.advance(millis, 1);
            drain.done(1, millis);
        }
    }
}
