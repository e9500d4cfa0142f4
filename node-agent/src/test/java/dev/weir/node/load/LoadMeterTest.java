package dev.weir.node.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LoadMeterTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void steadyLoad_isReportedAsItIs() {
        var meter = new LoadMeter(4, 0);
        for (int i = 0; i < 3; i++) {
            meter.begins(0);
        }

        assertThat(meter.report(20 * SECOND).utilisation()).isCloseTo(0.75, within(0.001));
    }

    @Test
    void loadThatEnds_isForgottenWithinSeconds() {
        var meter = new LoadMeter(4, 0);
        meter.begins(0);
        meter.ends(20 * SECOND);

        assertThat(meter.report(21 * SECOND).utilisation()).isCloseTo(0.25 / Math.E, within(0.001));
        assertThat(meter.report(40 * SECOND).utilisation()).isEqualTo(0.001);
    }

    @Test
    void steadyAnswers_areReportedAsTheirRate() {
        var meter = new LoadMeter(4, 0);
        for (int i = 1; i <= 2_000; i++) {
            meter.answered(i * SECOND / 100);
        }

        assertThat(meter.report(20 * SECOND).requestsPerSecond()).isCloseTo(100.5, within(0.01));
        assertThat(meter.report(20 * SECOND).errorsPerSecond()).isZero();
    }

    @Test
    void failures_areAnswersToo() {
        var meter = new LoadMeter(4, 0);
        meter.answered(SECOND);
        meter.failed(SECOND);

        assertThat(meter.report(SECOND).requestsPerSecond()).isEqualTo(2);
        assertThat(meter.report(SECOND).errorsPerSecond()).isEqualTo(1);
    }

    @Test
    void idleNode_reportsLittle_neverNothing() {
        assertThat(new LoadMeter(4, 0).report(SECOND).text()).startsWith("TEXT application_utilization=0.001,");
    }

    @Test
    void clockThatStepsBack_standsStill() {
        var meter = new LoadMeter(1, SECOND);
        meter.begins(SECOND);
        meter.begins(0);

        assertThat(meter.report(0).utilisation()).isEqualTo(0.001);
    }
}
