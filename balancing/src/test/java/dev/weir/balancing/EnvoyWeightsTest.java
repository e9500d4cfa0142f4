package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EnvoyWeightsTest {
    @Test
    void equalButForRounding_areExactlyEqual() {
        assertThat(EnvoyWeights.of(List.of(333_334, 333_333, 333_333))).containsExactly(333_333, 333_333, 333_333);
    }

    @Test
    void unequalOnes_stay() {
        assertThat(EnvoyWeights.of(List.of(333_335, 333_333, 333_332))).containsExactly(333_335, 333_333, 333_332);
    }

    @Test
    void none_areNone() {
        assertThat(EnvoyWeights.of(List.of())).isEmpty();
    }
}
