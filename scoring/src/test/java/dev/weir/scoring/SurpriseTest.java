package dev.weir.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SurpriseTest {
    private final Surprise surprise = new Surprise();
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void firstWindow_isTakenWhole() {
        assertThat(surprise.gain(20, 4)).isEqualTo(1);
    }

    @Test
    void usualNoise_movesLittle() {
        int surprised = 0;
        for (int i = 0; i < 1_000; i++) {
            surprised += surprise.gain(exponentialMean(20, 10), 10) > 0.05 && i > 20 ? 1 : 0;
        }

        assertThat(surprised).isLessThan(100);
    }

    @Test
    void threeTimesSlower_movesAtOnce() {
        for (int i = 0; i < 100; i++) {
            surprise.gain(exponentialMean(20, 10), 10);
        }

        assertThat(surprise.gain(60, 10)).isGreaterThan(0.2);
    }

    @Test
    void steadyNode_isSurprisedByLess() {
        for (int i = 0; i < 100; i++) {
            surprise.gain(i % 2 == 0 ? 20 : 20.5, 10);
        }

        assertThat(surprise.gain(26, 10)).isEqualTo(0.5);
    }

    @Test
    void oneSurprise_doesNotHideTheNext() {
        for (int i = 0; i < 100; i++) {
            surprise.gain(i % 2 == 0 ? 20 : 20.5, 10);
        }
        surprise.gain(200, 10);
        for (int i = 0; i < 10; i++) {
            surprise.gain(200, 10);
        }

        assertThat(surprise.gain(20, 10)).isEqualTo(0.5);
    }

    private double exponentialMean(double mean, int calls) {
        double sum = 0;
        for (int i = 0; i < calls; i++) {
            sum -= mean * Math.log(1 - random.nextDouble());
        }
        return sum / calls;
    }
}
