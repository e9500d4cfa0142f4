package dev.weir.scoring.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.Reported;
import dev.weir.scoring.Samples;
import org.junit.jupiter.api.Test;

final class SegmentRowTest {
    @Test
    void row_ofAnotherVersion_isRefused() {
        var row = new SegmentRow(3, "quotes", "amber", 0, 1, 0, 0, 0, 0, 0, "0", 0, null, null);

        assertThatThrownBy(row::window)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows of version 3, expected 2");
    }

    @Test
    void row_thatNoWindowCanBe_isRefused() {
        var row = new SegmentRow(2, "quotes", "amber", 0, 1, 1, 2, 0, 0, 0, "0", 0, null, null);

        assertThatThrownBy(row::window).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void report_thatCannotBe_isRefused() {
        var row = new SegmentRow(2, "quotes", "amber", 0, 1, 0, 0, 0, 0, 0, "0", 0, Double.NaN, null);

        assertThatThrownBy(row::window).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowOfVersion1_knowsOfNoReport() {
        var row = new SegmentRowV1(1, "quotes", "amber", 0, 1, 0, 0, 0, 0, 0, "0", 0);

        assertThat(row.next().window().reported()).isEqualTo(Reported.NOTHING);
    }

    @Test
    void rowOfVersion2_thatLacksItsColumns_isRefused() {
        var row = new SegmentRowV1(2, "quotes", "amber", 0, 1, 0, 0, 0, 0, 0, "0", 0);

        assertThatThrownBy(row::next).hasMessage("rows of version 2 without its columns");
    }

    @Test
    void row_keepsItsWindow() {
        var window = Samples.window(Samples.START, 3, 1, 10);

        assertThat(SegmentRow.of(window).window()).isEqualTo(window);
    }
}
