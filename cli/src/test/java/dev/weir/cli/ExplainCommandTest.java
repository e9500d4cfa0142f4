package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExplainCommandTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-01-01T11:58:30Z",
        "10m, 2026-01-01T11:50:00Z",
        "2h, 2026-01-01T10:00:00Z",
        "2026-01-01T09:00:00Z, 2026-01-01T09:00:00Z"
    })
    void at_isATimeOrHowLongAgo(String text, Instant time) {
        assertThat(ExplainCommand.time(text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "10", "-5s", "1d", "", "2026-01-01"})
    void anythingElse_isNamed(String text) {
        assertThatThrownBy(() -> ExplainCommand.time(text, NOW))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("--at '" + text + "'");
    }

    @Test
    void zero_isNow() {
        assertThat(ExplainCommand.time("0s", NOW)).isEqualTo(NOW);
    }
}
