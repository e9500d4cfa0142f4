package dev.weir.scoring;

import static dev.weir.scoring.Samples.START;
import static dev.weir.scoring.Samples.TICK;
import static dev.weir.scoring.Samples.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowSampleTest {
    @Test
    void windowWithoutAttempts_isLegal() {
        assertThat(window(START, 0, 0, 0).attempts()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "1, -1", "1, 2", "-2, -3"})
    void countsThatCannotBe_areRefused(int attempts, int failures) {
        assertThatThrownBy(() -> window(START, attempts, failures, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numberThatIsNone_isRefused(double number) {
        assertThatThrownBy(() -> sample(TICK, number, 1, 1, 0)).hasMessageStartingWith("latencyMeanMillis");
        assertThatThrownBy(() -> sample(TICK, 1, number, 1, 0)).hasMessageStartingWith("latencyP99Millis");
        assertThatThrownBy(() -> sample(TICK, 1, 1, number, 0)).hasMessageStartingWith("inFlightMean");
        assertThatThrownBy(() -> sample(TICK, 1, 1, 1, number)).hasMessageStartingWith("share");
    }

    @Test
    void shareAboveOne_isRefused() {
        assertThatThrownBy(() -> sample(TICK, 1, 1, 1, 1.001)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -250})
    void windowOfNoLength_isRefused(long millis) {
        assertThatThrownBy(() -> sample(Duration.ofMillis(millis), 1, 1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no length");
    }

    private static WindowSample sample(Duration length, double mean, double p99, double inFlight, double share) {
        return new WindowSample(
                new ApiName("quotes"),
                new NodeId("amber"),
                START,
                length,
                3,
                1,
                mean,
                p99,
                inFlight,
                TokenAmount.ZERO,
                share);
    }
}
