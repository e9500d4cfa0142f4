package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OrdinaryCallersTest {
    @Test
    void points_ofOneSeed_areTheSame() {
        assertThat(OrdinaryCallers.points(7).toArray(double[][]::new))
                .isDeepEqualTo(OrdinaryCallers.points(7).toArray(double[][]::new));
    }

    @Test
    void points_ofAnotherSeed_areOthers() {
        assertThat(OrdinaryCallers.points(7).getFirst())
                .isNotEqualTo(OrdinaryCallers.points(8).getFirst());
    }

    @Test
    void points_lieBetweenNothingAndAboutOneInEveryFeature() {
        for (double[] point : OrdinaryCallers.points(7)) {
            assertThat(point).hasSize(Feature.values().length);
            for (double value : point) {
                assertThat(value).isBetween(0.0, 1.1);
            }
        }
    }
}
