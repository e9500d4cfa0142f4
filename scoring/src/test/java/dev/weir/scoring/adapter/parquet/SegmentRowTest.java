package dev.weir.scoring.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.Samples;
import org.junit.jupiter.api.Test;

final class SegmentRowTest {
    @Test
    void row_ofAnotherVersion_isRefused() {
        var row = new SegmentRow(2, "quotes", "amber", 0, 1, 0, 0, 0, 0, 0, "0", 0);

        assertThatThrownBy(row::window)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows of version 2, expected 1");
    }

    @Test
    void row_thatNoWindowCanBe_isRefused() {
        var row = new SegmentRow(1, "quotes", "amber", 0, 1, 1, 2, 0, 0, 0, "0", 0);

        assertThatThrownBy(row::window).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void row_keepsItsWindow() {
        var window = Samples.window(Samples.START, 3, 1, 10);

        assertThat(SegmentRow.of(window).window()).isEqualTo(window);
    }
}
