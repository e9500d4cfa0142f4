package dev.weir.traffic.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.traffic.load.Outcome.Failure;
import dev.weir.traffic.workload.Party;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrafficTableTest {
    private static final PartyReport HONEST = new PartyReport(
            1_000, 99.96, 4.2, 31.25, 250, Map.of(200, 990L, 429, 5L, 503, 3L), Map.of(Failure.TIMED_OUT, 2L));
    private static final PartyReport SCAN = new PartyReport(50, 5, 1, 2, 3, Map.of(404, 50L), Map.of());
    private static final TrafficReport REPORT = new TrafficReport(
            Duration.ofSeconds(10),
            Map.of(Party.HONEST, HONEST, Party.SCAN, SCAN),
            Map.of("amber", 660L, "birch", 330L),
            7,
            8);

    @Test
    void report_isATable() {
        assertThat(TrafficTable.of(REPORT, false)).isEqualTo("""
                                              honest        scan
                calls                           1000          50
                calls a second                 100.0         5.0
                p50 ms                           4.2         1.0
                p99 ms                          31.3         2.0
                p99.9 ms                       250.0         3.0
                status 200                       990\s\s\s\s\s\s\s\s\s\s\s\s
                status 404                                    50
                status 429                         5\s\s\s\s\s\s\s\s\s\s\s\s
                status 503                         3\s\s\s\s\s\s\s\s\s\s\s\s
                timed-out                          2\s\s\s\s\s\s\s\s\s\s\s\s
                node amber                    66.7 %
                node birch                    33.3 %
                unreadable log lines               7
                log lines not replayed             8
                faults, honest callers             5
                """);
    }

    @Test
    void colour_marksTheHeadAndTheFaults() {
        assertThat(TrafficTable.of(REPORT, true))
                .startsWith("\033[1m")
                .endsWith("\033[31mfaults, honest callers             5\033[0m\n");
    }

    @Test
    void runWithoutFaults_isNotRed() {
        var fine = new TrafficReport(
                Duration.ofSeconds(1),
                Map.of(Party.HONEST, new PartyReport(1, 1, 1, 1, 1, Map.of(200, 1L), Map.of())),
                Map.of(),
                0,
                0);

        assertThat(TrafficTable.of(fine, true)).doesNotContain("\033[31m").doesNotContain("log lines");
    }

    @Test
    void report_isAlsoJson() {
        assertThat(REPORT.toJson().replaceAll("\\s", ""))
                .isEqualTo("{\"elapsedSeconds\":10.0,\"badLines\":7,\"skippedLines\":8,\"parties\":{"
                        + "\"honest\":{\"calls\":1000,\"ratePerSecond\":99.96,\"p50Millis\":4.2,\"p99Millis\":31.25,"
                        + "\"p999Millis\":250.0,\"statuses\":{\"200\":990,\"429\":5,\"503\":3},\"failures\":{\"timed-out\":2}},"
                        + "\"scan\":{\"calls\":50,\"ratePerSecond\":5.0,\"p50Millis\":1.0,\"p99Millis\":2.0,"
                        + "\"p999Millis\":3.0,\"statuses\":{\"404\":50},\"failures\":{}}},"
                        + "\"nodes\":{\"amber\":660,\"birch\":330}}");
    }
}
