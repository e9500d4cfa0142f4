package dev.weir.judge.anomaly.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.scoring.adapter.csv.CallersFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeenCallersTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void record_isAFairDrawOfWhatWasSeen() throws IOException {
        var seen = seen(folder);
        for (int row = 0; row < 10_000; row++) {
            seen.add(new double[] {row, 0, 0, 0, 0, 0, 0});
        }
        seen.write();

        var rows = new CallersFolder(folder).read().read().getFirst().rows();
        assertThat(rows).hasSize(SeenCallers.KEPT);
        assertThat(rows.stream().mapToDouble(row -> row[0]).average().orElseThrow())
                .isBetween(4_500.0, 5_500.0);
    }

    @Test
    void record_startsAnewWithEach_andNothingIsWrittenForNobody() throws IOException {
        var seen = seen(folder);
        seen.add(new double[7]);
        seen.write();
        seen.write();
        seen.add(new double[7]);
        seen.write();

        assertThat(new CallersFolder(folder).read().read())
                .hasSize(2)
                .allMatch(record -> record.rows().size() == 1);
    }

    @Test
    void recordThatCannotBeWritten_isLost_andTheNextOneIsTried() throws IOException {
        var blocked = folder.resolve("callers");
        Files.writeString(blocked, "a file where the folder would be");
        var seen = seen(blocked);
        seen.add(new double[7]);
        seen.write();

        Files.delete(blocked);
        seen.add(new double[7]);
        seen.write();
        assertThat(new CallersFolder(blocked).read().read()).hasSize(1);
    }

    private static SeenCallers seen(Path folder) {
        return new SeenCallers(new CallersFolder(folder), () -> NOON, new SplittableRandom(1));
    }
}
