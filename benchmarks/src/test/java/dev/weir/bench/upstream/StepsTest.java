package dev.weir.bench.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StepsTest {
    private final Steps halved = Steps.between(100, 300, 0.5);

    @Test
    void value_changesAtItsTime() {
        assertThat(halved.at(99)).isEqualTo(1);
        assertThat(halved.at(100)).isEqualTo(0.5);
        assertThat(halved.at(299)).isEqualTo(0.5);
        assertThat(halved.at(300)).isEqualTo(1);
    }

    @Test
    void area_addsUpOverSteps() {
        assertThat(halved.area(50, 400)).isCloseTo(50 + 100 + 100, within(1e-9));
    }

    @Test
    void reaches_isWhereTheAreaIs() {
        long end = halved.reaches(50, 120);

        assertThat(end).isEqualTo(50 + 50 + 140);
        assertThat(halved.area(50, end)).isCloseTo(120, within(1e-9));
    }

    @Test
    void reaches_goesOnBeyondTheLastStep() {
        assertThat(halved.reaches(300, 1_000)).isEqualTo(1_300);
    }

    @Test
    void times_multipliesWhereBothAre() {
        var both = halved.times(Steps.between(200, 400, 0.1));

        assertThat(both.at(150)).isEqualTo(0.5);
        assertThat(both.at(250)).isEqualTo(0.05);
        assertThat(both.at(350)).isEqualTo(0.1);
        assertThat(both.at(450)).isEqualTo(1);
    }

    @Test
    void stepsWithoutAStart_areRefused() {
        assertThatThrownBy(() -> new Steps(new TreeMap<>(Map.of(5L, 1.0))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
