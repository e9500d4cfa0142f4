package dev.weir.bench.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoadMeterTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void steadyLoad_isReportedAsItIs() {
        var meter = new LoadMeter(4, 0);
        meter.serves(3, 0);

        assertThat(meter.report(20 * SECOND)).startsWith("TEXT application_utilization=0.75,");
    }

    @Test
    void steadyAnswers_areReportedAsTheirRate() {
        var meter = new LoadMeter(4, 0);
        for (int i = 1; i <= 2_000; i++) {
            meter.answered(i * SECOND / 100);
        }

        assertThat(meter.report(20 * SECOND)).contains("rps_fractional=100.5");
    }

    @Test
    void idleNode_reportsLittle_neverNothing() {
        assertThat(new LoadMeter(4, 0).report(SECOND)).startsWith("TEXT application_utilization=0.001,");
    }
}
