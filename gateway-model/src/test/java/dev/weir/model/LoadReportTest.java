package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadReportTest {
    @Test
    void text_isTheHeadersForm_inThousandths() {
        assertThat(new LoadReport(0.42049, 12.5, 0).text())
                .isEqualTo("TEXT application_utilization=0.42,rps_fractional=12.5,eps=0.0");
    }

    @Test
    void report_isReadAsItWasWritten() {
        var report = new LoadReport(0.001, 20_000_000, 3.25);

        assertThat(LoadReport.read(report.text())).isEqualTo(report);
    }

    @Test
    void otherMetrics_arePassedOver() {
        assertThat(LoadReport.read("TEXT mem_utilization=0.9,named_metrics.queue=7,application_utilization=4.2e-1"))
                .isEqualTo(new LoadReport(0.42, 0, 0));
    }

    @Test
    void processor_countsWhereTheApplicationIsNotNamed() {
        assertThat(LoadReport.read("TEXT cpu_utilization=0.3").utilisation()).isEqualTo(0.3);
        assertThat(LoadReport.read("TEXT cpu_utilization=0.3,application_utilization=0.4")
                        .utilisation())
                .isEqualTo(0.4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TEXT",
                "TEXT ",
                "TEXT rps_fractional=1",
                "TEXT application_utilization",
                "TEXT application_utilization=",
                "TEXT application_utilization=NaN",
                "TEXT application_utilization=Infinity",
                "TEXT application_utilization=-0.1",
                "TEXT application_utilization=100.1",
                "TEXT application_utilization=1e999",
                "TEXT application_utilization=0x1p3",
                "TEXT application_utilization=1d",
                "TEXT application_utilization= 1",
                "TEXT application_utilization=1,",
                "TEXT application_utilization=1,rps_fractional=NaN",
                "TEXT application_utilization=1,rps_fractional=1e999",
                "TEXT application_utilization=1,application_utilization=0.1",
                "TEXT application_utilization=1,TEXT application_utilization=0.1",
                "text application_utilization=1",
                "JSON {\"application_utilization\": 1}",
                "BIN AAAA"
            })
    void otherText_isRefused(String header) {
        assertThatThrownBy(() -> LoadReport.read(header)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textBeyond256Characters_isRefused() {
        var longest = "TEXT application_utilization=0." + "1".repeat(225);

        assertThat(longest).hasSize(256);
        assertThat(LoadReport.read(longest).utilisation()).isEqualTo(1 / 9.0);
        assertThatThrownBy(() -> LoadReport.read(longest + "1")).hasMessageContaining("at most 256 characters");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 100.001, Double.POSITIVE_INFINITY})
    void utilisation_thatCannotBe_isRefused(double utilisation) {
        assertThatThrownBy(() -> new LoadReport(utilisation, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
