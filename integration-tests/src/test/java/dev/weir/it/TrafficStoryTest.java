package dev.weir.it;

import static dev.weir.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir traffic}: made, or replayed from a log. */
@ExtendWith(Gateway.Extension.class)
final class TrafficStoryTest {
    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @Test
    void generator_reportsRateLatencyErrorsAndShares() {
        var report = json(gateway.weir("traffic", "--rate", "40", "--duration", "8s", "--seed", "7", "-o", "json")
                .ok());

        var honest = report.at("/parties/honest");
        assertThat(honest.get("ratePerSecond").asDouble()).isBetween(25.0, 55.0);
        assertThat(honest.get("p50Millis").asDouble()).isPositive();
        assertThat(honest.get("p99Millis").asDouble())
                .isGreaterThanOrEqualTo(honest.get("p50Millis").asDouble());
        assertThat(Gateway.faults(report)).isZero();
        assertThat(report.get("nodes").propertyStream().map(java.util.Map.Entry::getKey))
                .isSubsetOf(Gateway.nodes());
        assertThat(report.get("nodes")
                        .propertyStream()
                        .mapToLong(node -> node.getValue().asLong())
                        .sum())
                .isEqualTo(honest.at("/statuses/200").asLong());
    }

    @Test
    void table_saysTheSameToPeople() {
        var table = gateway.weir("traffic", "--rate", "20", "--duration", "3s").ok();

        assertThat(table).contains("calls a second", "p50 ms", "p99 ms", "node amber", "faults, honest callers");
    }

    @Test
    void log_isReplayedAtTheChosenSpeed(@TempDir Path folder) throws IOException {
        var log = folder.resolve("access.log");
        var text = new StringBuilder();
        var start = ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);
        for (int i = 0; i < 120; i++) {
            text.append("10.0.0.%d - - [%s] \"GET /page/%d HTTP/1.1\" 200 512 \"-\" \"agent\"%n"
                    .formatted(i % 7 + 1, LOG_TIME.format(start.plusSeconds(i / 2)), i % 11));
        }
        text.append("this is no line of a log\n");
        Files.writeString(log, text);

        var report =
                json(gateway.weir("traffic", "--log", log.toString(), "--speed", "10", "--api", "quotes", "-o", "json")
                        .ok());

        assertThat(report.at("/parties/honest/calls").asLong()).isEqualTo(120);
        assertThat(report.get("badLines").asLong()).isEqualTo(1);
        // A minute of log, ten times as fast.
        assertThat(report.get("elapsedSeconds").asDouble()).isBetween(5.0, 12.0);
        assertThat(Gateway.faults(report)).isZero();
    }

    @Test
    void targetElsewhere_isRefused() {
        var said = gateway.weir("traffic", "--target", "http://192.0.2.1:10000", "--duration", "1s");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("192.0.2.1").contains("127.");
    }
}
