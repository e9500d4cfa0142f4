package dev.weir.judge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.AnomalyScore;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ThresholdsTest {
    private static final Thresholds SHIPPED = new Thresholds(OptionalDouble.of(0.7), OptionalDouble.of(0.95));

    @Test
    void score_atAThreshold_isOverIt() {
        assertThat(SHIPPED.slows(score(0.69))).isFalse();
        assertThat(SHIPPED.slows(score(0.7))).isTrue();
        assertThat(SHIPPED.denies(score(0.94))).isFalse();
        assertThat(SHIPPED.denies(score(0.95))).isTrue();
    }

    @Test
    void emptyThresholds_onlyObserve() {
        var none = new Thresholds(OptionalDouble.empty(), OptionalDouble.empty());

        assertThat(none.slows(score(1))).isFalse();
        assertThat(none.denies(score(1))).isFalse();
    }

    @Test
    void strictest_isTheLowestOfEach() {
        var config = Configs.of(
                "{name: a, match: {prefix: /a}, pools: [edge], anomaly: {slow: 0.5, deny: 0.9}}",
                "{name: b, match: {prefix: /b}, pools: [edge], anomaly: {slow: 0.6, deny: 0.8}}",
                "{name: c, match: {prefix: /c}, pools: [edge]}");

        assertThat(Thresholds.strictest(config))
                .isEqualTo(new Thresholds(OptionalDouble.of(0.5), OptionalDouble.of(0.8)));
    }

    @Test
    void strictest_whereAllObserve_isNone() {
        assertThat(Thresholds.strictest(Configs.of("{name: c, match: {prefix: /c}, pools: [edge]}")))
                .isEqualTo(new Thresholds(OptionalDouble.empty(), OptionalDouble.empty()));
    }

    private static AnomalyScore score(double value) {
        return new AnomalyScore(value, List.of());
    }
}
