package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class VariabilityTest {
    private final Variability variability = new Variability();
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void unknown_isOne() {
        assertThat(variability.value()).isEqualTo(1);
    }

    @Test
    void exponentialWork_isAboutOne() {
        for (int i = 0; i < 2_000; i++) {
            variability.done(-Math.log(1 - random.nextDouble()));
        }

        assertThat(variability.value()).isBetween(0.7, 1.4);
    }

    @Test
    void aFewLongCalls_areMuch() {
        for (int i = 0; i < 2_000; i++) {
            variability.done(i % 10 == 0 ? 7 : 0.35);
        }

        assertThat(variability.value()).isBetween(3.0, 5.0);
    }

    @Test
    void steadyWork_isTheLeast() {
        for (int i = 0; i < 100; i++) {
            variability.done(1);
        }

        assertThat(variability.value()).isEqualTo(0.02);
    }
}
