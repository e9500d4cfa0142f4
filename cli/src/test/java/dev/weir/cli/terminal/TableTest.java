package dev.weir.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void table_alignsWordsLeftAndNumbersRight() {
        var table = new Table("PROCESS", "PID", "UP", "SHARE")
                .row("anvil", "7", "12 s", "+1.50")
                .row("xds-control-plane", "12345", "4,000 s", "-10.25");

        assertThat(table.text()).isEqualTo("""
                 PROCESS            PID    UP       SHARE
                 anvil                  7     12 s   +1.50
                 xds-control-plane  12345  4,000 s  -10.25
                """);
    }

    @Test
    void number_thatMayBeOff_isANumber() {
        var table = new Table("P99").row("8.0 ± 0.5 ms").row("120.0 ± 10.5 ms");

        assertThat(table.text()).isEqualTo("""
                 P99
                    8.0 ± 0.5 ms
                 120.0 ± 10.5 ms
                """);
    }

    @Test
    void table_withoutRows_isItsHeads() {
        assertThat(new Table("NODE", "WEIGHT").text()).isEqualTo(" NODE  WEIGHT\n");
    }

    @Test
    void row_ofAnotherWidth_isRefused() {
        var table = new Table("NODE", "WEIGHT");

        assertThatThrownBy(() -> table.row("amber"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row has 2 cells, not 1");
    }
}
