package dev.weir.scoring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportedTest {
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, Double.POSITIVE_INFINITY})
    void utilisation_thatCannotBe_isRefused(double utilisation) {
        assertThatThrownBy(() -> new Reported(OptionalDouble.of(utilisation), OptionalInt.empty()))
                .hasMessageStartingWith("utilisation");
    }

    @Test
    void fewerThanNoneInFlight_isRefused() {
        assertThatThrownBy(() -> new Reported(OptionalDouble.empty(), OptionalInt.of(-1)))
                .hasMessage("inFlight is negative");
    }
}
