package dev.weir.trainer.callers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.scoring.OrdinaryCallers;
import dev.weir.scoring.adapter.csv.CallersFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallerTrainingTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path folder;

    private CallersFolder callers;

    @BeforeEach
    void open() {
        callers = new CallersFolder(folder);
    }

    @Test
    void tooFewRows_publishNothing_andSayWhatIsNeeded() throws IOException {
        record(999, 0, "rate");
        Files.writeString(folder.resolve("callers-1.csv"), "damaged");

        var report = CallerTraining.run(callers, 1);

        assertThat(report.inWords())
                .contains("not trained: 1000 rows of ordinary callers are needed and 999 are recorded")
                .contains("left out: ")
                .contains("callers-1.csv");
        assertThat(callers.inForce()).isEmpty();
    }

    @Test
    void records_becomeADrawOfAllOfThem() throws IOException {
        for (int minute = 0; minute < 10; minute++) {
            record(500, minute, "rate");
        }

        var report = CallerTraining.run(callers, 1);

        var ordinary = callers.inForce().orElseThrow();
        assertThat(ordinary.rows()).hasSize(CallerTraining.KEPT);
        assertThat(ordinary.rows().stream()
                        .mapToDouble(row -> row[0])
                        .distinct()
                        .count())
                .isEqualTo(10);
        assertThat(report.inWords())
                .contains("rate")
                .contains("3000 of 5000 rows")
                .contains("ordinary.csv");
    }

    @Test
    void sameRecordsAndSeed_giveTheSameFile() throws IOException {
        for (int minute = 0; minute < 10; minute++) {
            record(500, minute, "rate");
        }
        CallerTraining.run(callers, 7);
        var first = Files.readString(callers.published());

        CallerTraining.run(callers, 7);
        assertThat(Files.readString(callers.published())).isEqualTo(first);
        CallerTraining.run(callers, 8);
        assertThat(Files.readString(callers.published())).isNotEqualTo(first);
    }

    @Test
    void recordsOfOtherFeatures_areLeftOut() throws IOException {
        record(1_000, 0, "speed");
        record(1_000, 1, "rate");

        CallerTraining.run(callers, 1);

        var ordinary = callers.inForce().orElseThrow();
        assertThat(ordinary.features()).containsExactly("rate");
        assertThat(ordinary.rows()).hasSize(1_000);
    }

    private void record(int rows, int minute, String feature) throws IOException {
        callers.add(
                new OrdinaryCallers(
                        List.of(feature),
                        IntStream.range(0, rows)
                                .mapToObj(row -> new double[] {minute})
                                .toList()),
                NOON.plusSeconds(60L * minute));
    }
}
