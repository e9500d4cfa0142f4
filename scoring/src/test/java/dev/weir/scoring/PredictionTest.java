package dev.weir.scoring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PredictionTest {
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 0, -1, Double.POSITIVE_INFINITY})
    void latencyThatIsNone_isRefused(double millis) {
        assertThatThrownBy(() -> new Prediction(millis, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1.001})
    void probabilityThatIsNone_isRefused(double probability) {
        assertThatThrownBy(() -> new Prediction(1, probability)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab", "../../etc/passwd", "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB"
            })
    void digestThatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> new ModelDigest(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
