package dev.weir.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeatureVectorTest {
    private static final List<Float> ZEROS = Collections.nCopies(8, 0f);

    @ParameterizedTest
    @ValueSource(floats = {20, -20, 0, -0f, Float.MIN_VALUE})
    void valueWithinTheBound_isTaken(float value) {
        assertThat(vector(value).toArray()).containsExactly(value, 0, 0, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(floats = {20.0001f, -20.0001f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void valueBeyondTheBound_isRefused(float value) {
        assertThatThrownBy(() -> vector(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherNumberOfFeatures_isRefused() {
        assertThatThrownBy(() -> new FeatureVector(Collections.nCopies(7, 0f)))
                .hasMessage("expected 8 features, found 7");
    }

    @Test
    void schema_changesOnlyWithItsVersion() {
        assertThat(FeatureSchema.VERSION).isEqualTo(1);
        assertThat(FeatureSchema.names())
                .containsExactly(
                        "log-latency-fast",
                        "log-latency-slow",
                        "log-latency-trend",
                        "log-p99-fast",
                        "failure-fast",
                        "failure-slow",
                        "log-in-flight",
                        "evidence-age-seconds");
    }

    private static FeatureVector vector(float first) {
        var values = new ArrayList<>(ZEROS);
        values.set(0, first);
        return new FeatureVector(values);
    }
}
