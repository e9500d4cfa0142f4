package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CrowdingTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.5, 0.9})
    void oneServer_isExact(double utilisation) {
        assertThat(Crowding.latency(utilisation, 1)).isCloseTo(1 / (1 - utilisation), within(1e-12));
    }

    /** By Erlang's C formula: 1 + C/(c(1 - ρ)). */
    @ParameterizedTest
    @CsvSource({"2, 0.75, 2.2857", "4, 0.75, 1.5094", "4, 0.9, 2.9694", "16, 0.9, 1.3757"})
    void severalServers_areNearTheTheory(int parallel, double utilisation, double erlang) {
        assertThat(Crowding.latency(utilisation, parallel)).isCloseTo(erlang, within(0.05 * erlang));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.01", "1, 0.7", "4, 0.95", "64, 0.3", "3, 0.999"})
    void utilisation_isTheInverse(int parallel, double utilisation) {
        double pull = utilisation * Math.pow(Crowding.latency(utilisation, parallel), Crowding.SHARPNESS);

        assertThat(Crowding.of(parallel).utilisation(pull)).isCloseTo(utilisation, within(0.02 * utilisation));
    }

    @Test
    void noPull_isIdle_andAnyPull_isBelowFull() {
        assertThat(Crowding.of(2).utilisation(0)).isZero();
        assertThat(Crowding.of(2).utilisation(Double.MAX_VALUE)).isBetween(0.999, 1.0);
    }

    @Test
    void moreThanTheMost_isAsTheMost() {
        assertThat(Crowding.of(1_000)).isSameAs(Crowding.of(64));
    }
}
