package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.AnomalyScore.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnomalyScoreTest {
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1.001, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void valueOutOfRange_isRefused(double value) {
        assertThatThrownBy(() -> new AnomalyScore(value, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reason("rate", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reasons_doNotChangeAfterwards() {
        var reasons = new ArrayList<>(List.of(new Reason("rate", 0.5)));
        var score = new AnomalyScore(0.5, reasons);

        reasons.clear();

        assertThat(score.reasons()).containsExactly(new Reason("rate", 0.5));
    }

    @Test
    void ordinaryCaller_hasNoReasons() {
        assertThat(AnomalyScore.NONE).isEqualTo(new AnomalyScore(0, List.of()));
    }
}
