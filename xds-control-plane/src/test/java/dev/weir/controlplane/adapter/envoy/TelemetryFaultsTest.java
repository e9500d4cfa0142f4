package dev.weir.controlplane.adapter.envoy;

import static dev.weir.controlplane.Fixtures.AMBER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From log entries to weights, with an Envoy that repeats itself, nodes that report nonsense and clocks that jump. Amber answers in 5 ms, birch in 50. */
final class TelemetryFaultsTest {
    private static final int TICKS = 40;
    private static final String HONEST = "TEXT application_utilization=0.42";

    private final Telling told = new Telling();

    @Test
    void entriesToldTwice_areCountedAndDropped_andTheWeightsAreThoseOfOneTelling() {
        var once = new Telling();
        for (int tick = 0; tick < TICKS; tick++) {
            once.tell(HONEST);
            once.tick();
            told.tell(HONEST);
            told.tellAgain();
            told.tick();
        }

        assertThat(told.receiver.repeated()).isEqualTo(8 * TICKS);
        assertThat(told.node(AMBER).attempts()).isEqualTo(4 * TICKS);
        assertThat(told.publisher.published).isEqualTo(once.publisher.published);
        assertThat(told.node(AMBER).shareWanted()).isGreaterThan(0.55);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TEXT application_utilization=NaN",
                "TEXT application_utilization=-1",
                "TEXT application_utilization=1e300",
                "TEXT application_utilization=0.1,rps_fractional=NaN",
                "scribble"
            })
    void reportsThatCannotBeRead_areCountedAndDropped_andTheirAttemptsCount(String report) {
        var silent = new Telling();
        for (int tick = 0; tick < TICKS; tick++) {
            silent.tell("");
            silent.tick();
            told.tell(report);
            told.tick();
        }

        assertThat(told.receiver.malformedReports()).isEqualTo(8 * TICKS);
        assertThat(told.receiver.malformed()).isZero();
        assertThat(told.kept)
                .isNotEmpty()
                .allSatisfy(
                        window -> assertThat(window.reported().utilisation()).isEmpty());
        assertThat(told.node(AMBER).attempts()).isEqualTo(4 * TICKS);
        assertThat(told.publisher.published).isEqualTo(silent.publisher.published);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -1, 1, 3_600})
    void envoysClockThatJumps_leavesLegalWeights_thatGoOnLearning(long seconds) {
        for (int tick = 0; tick < TICKS; tick++) {
            told.envoyAhead = Duration.ofSeconds(tick % 10 < 5 ? 0 : seconds);
            told.tell(HONEST);
            told.tick();
        }

        assertThat(told.receiver.malformed()).isZero();
        told.assertLegal();
        assertThat(told.node(AMBER).shareWanted()).isGreaterThan(0.55);
    }

    @ParameterizedTest
    @CsvSource({"-3600, -3600", "-60, 120", "3600, -3600", "3600, 3600"})
    void ourClockThatJumps_leavesLegalWeights(long first, long second) {
        for (int tick = 0; tick < TICKS; tick++) {
            told.clock.forward(Duration.ofSeconds(tick == 10 ? first : tick == 25 ? second : 0));
            told.tell(HONEST);
            told.tick();
        }

        told.assertLegal();
        assertThat(told.node(AMBER).attempts()).isEqualTo(4 * TICKS);
    }

    @Test
    void entriesWhoseTimesCannotBe_areCountedAndDropped() {
        for (int tick = 0; tick < TICKS; tick++) {
            told.tell(HONEST);
            told.tellImpossibleTimes();
            told.tick();
        }

        assertThat(told.receiver.malformed()).isEqualTo(8 * TICKS);
        told.assertLegal();
    }
}
