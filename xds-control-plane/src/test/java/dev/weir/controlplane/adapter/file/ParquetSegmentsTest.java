package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.SettableClock;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.WindowSample;
import dev.weir.scoring.adapter.parquet.SegmentFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetSegmentsTest {
    @TempDir
    private Path folder;

    @Test
    void close_writesWhatWaits() throws IOException {
        try (var segments = new ParquetSegments(folder, new SettableClock(START))) {
            segments.append(List.of(window(), window()));
            assertThat(new SegmentFolder(folder).read().windows()).isEmpty();
        }

        assertThat(new SegmentFolder(folder).read().windows()).containsExactly(window(), window());
        assertThat(folder.resolve("segment-" + START.toEpochMilli() + ".parquet"))
                .exists();
    }

    @Test
    void windows_beyond50000_areDroppedAndCounted() {
        try (var segments = new ParquetSegments(folder, new SettableClock(START))) {
            segments.append(Collections.nCopies(50_003, window()));

            assertThat(segments.dropped()).isEqualTo(3);
        }
    }

    @Test
    void windows_thatCannotBeWritten_areDroppedAndCounted() throws IOException {
        var file = Files.writeString(folder.resolve("no-folder"), "");
        var segments = new ParquetSegments(file, new SettableClock(START));
        segments.append(List.of(window(), window()));
        segments.close();

        assertThat(segments.dropped()).isEqualTo(2);
    }

    private static WindowSample window() {
        return new WindowSample(
                QUOTES, AMBER, START, Duration.ofMillis(250), 4, 1, 10, 20, 0.2, TokenAmount.ofTokens("0.0001"), 0.5);
    }
}
