package dev.weir.scoring.adapter.parquet;

import static dev.weir.scoring.Samples.START;
import static dev.weir.scoring.Samples.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Reported;
import dev.weir.scoring.WindowSample;
import dev.weir.scoring.adapter.parquet.SegmentFolder.Content;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentFolderTest {
    /** Written at version 1 of the rows, before nodes reported of themselves, and kept: what was recorded once stays readable. */
    private static final Path GOLDEN_1 = Path.of("src/test/resources/golden/segment-v1.parquet");

    private static final Path GOLDEN_2 = Path.of("src/test/resources/golden/segment-v2.parquet");

    @TempDir
    private Path folder;

    @Test
    void absentFolder_holdsNothing() throws IOException {
        assertThat(new SegmentFolder(folder.resolve("none")).read()).isEqualTo(new Content(List.of(), List.of()));
    }

    @Test
    void writtenWindows_areReadBack_inTheOrderOfTheirEnds() throws IOException {
        var segments = new SegmentFolder(folder);
        var first = window("birch", START, 3, 1, 10.25);
        var second = window("amber", START.plusSeconds(1), 0, 0, 0);
        var third = window("birch", START.plusSeconds(1), 1, 0, 0.1);
        segments.write(List.of(third, second), START.plusSeconds(2));
        segments.write(List.of(first), START.plusSeconds(3));

        assertThat(segments.read()).isEqualTo(new Content(List.of(first, second, third), List.of()));
    }

    @Test
    void extremeValues_areReadBack() throws IOException {
        var extreme = new WindowSample(
                new ApiName("a"),
                new NodeId("0"),
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                Duration.ofNanos(1_000),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Double.MAX_VALUE,
                Double.MIN_VALUE,
                0,
                new TokenAmount(BigInteger.TWO.pow(256).subtract(BigInteger.ONE)),
                1);
        var segments = new SegmentFolder(folder);

        segments.write(List.of(extreme), START);

        assertThat(segments.read().windows()).containsExactly(extreme);
    }

    @Test
    void noWindows_writeNoFile() throws IOException {
        new SegmentFolder(folder).write(List.of(), START);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void segment_isNamedByItsTime_andLeavesNoDraft() throws IOException {
        new SegmentFolder(folder).write(List.of(window(START, 1, 0, 1)), START);

        assertThat(names()).containsExactly("segment-1767225600000.parquet");
    }

    @Test
    void segmentsOfOneMillisecond_areBothKept() throws IOException {
        var segments = new SegmentFolder(folder);
        segments.write(List.of(window(START, 1, 0, 1)), START);
        segments.write(List.of(window(START, 2, 0, 1)), START);

        assertThat(segments.read().windows()).extracting(WindowSample::attempts).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void draftOfAWriterThatDied_isNotRead() throws IOException {
        Files.writeString(folder.resolve("segment-1767225600000.parquet.draft"), "half");

        assertThat(new SegmentFolder(folder).read()).isEqualTo(new Content(List.of(), List.of()));
    }

    @Test
    void corruptSegment_isLeftOutWhole_andNamed() throws IOException {
        var segments = new SegmentFolder(folder);
        var good = window(START, 1, 0, 1);
        segments.write(List.of(good), START);
        Files.writeString(folder.resolve("segment-1767225601000.parquet"), "not parquet at all");

        var content = segments.read();

        assertThat(content.windows()).containsExactly(good);
        assertThat(content.unreadable()).hasSize(1);
        assertThat(content.unreadable().getFirst()).startsWith("segment-1767225601000.parquet: ");
    }

    @Test
    void damagedSegments_neverStopTheOthers() throws IOException {
        damage(GOLDEN_1);
        damage(GOLDEN_2);
    }

    private void damage(Path good) throws IOException {
        var segments = new SegmentFolder(folder);
        var other = window("amber", START, 1, 0, 1);
        segments.write(List.of(other), START);
        byte[] golden = Files.readAllBytes(good);
        var damaged = folder.resolve("segment-1767225601000.parquet");
        for (long seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            byte[] bytes =
                    random.nextInt(3) == 0 ? Arrays.copyOf(golden, random.nextInt(golden.length)) : golden.clone();
            for (int flips = random.nextInt(8); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(damaged, bytes);

            assertThat(segments.read().windows())
                    .as("seed %d of %s", seed, good)
                    .contains(other);
        }
    }

    @Test
    void oldestSegments_goBeyondTheBound() throws IOException {
        var segments = new SegmentFolder(folder);
        for (int i = 0; i < 2_000; i++) {
            Files.createFile(folder.resolve("segment-" + (1_767_225_600_000L + i) + ".parquet"));
        }

        segments.write(List.of(window(START, 1, 0, 1)), START.plusSeconds(60));

        assertThat(names())
                .hasSize(2_000)
                .contains("segment-1767225660000.parquet", "segment-1767225600001.parquet")
                .doesNotContain("segment-1767225600000.parquet");
    }

    @Test
    void segmentOfVersion1_isReadAsItWasWritten() throws IOException {
        Files.copy(GOLDEN_1, folder.resolve("segment-1767225600000.parquet"));

        assertThat(new SegmentFolder(folder).read())
                .isEqualTo(new Content(
                        List.of(
                                window("amber", START, 4, 1, 10.5),
                                window("birch", START, 0, 0, 0),
                                window("amber", START.plusMillis(250), 7, 7, 1_000)),
                        List.of()));
    }

    @Test
    void segmentOfVersion2_isReadAsItWasWritten() throws IOException {
        Files.copy(GOLDEN_2, folder.resolve("segment-1767225600000.parquet"));

        assertThat(new SegmentFolder(folder).read()).isEqualTo(new Content(reporting(), List.of()));
    }

    @Test
    void segmentsOfBothVersions_areReadTogether() throws IOException {
        Files.copy(GOLDEN_1, folder.resolve("segment-1767225600000.parquet"));
        Files.copy(GOLDEN_2, folder.resolve("segment-1767225600001.parquet"));

        assertThat(new SegmentFolder(folder).read().windows())
                .hasSize(3 + reporting().size());
    }

    @Test
    void reports_areReadBack_asFarAsTheyWereMade() throws IOException {
        var segments = new SegmentFolder(folder);
        segments.write(reporting(), START);

        assertThat(segments.read()).isEqualTo(new Content(reporting(), List.of()));
    }

    private static List<WindowSample> reporting() {
        return List.of(
                window("amber", START, 4, 1, 10.5, new Reported(OptionalDouble.of(0.42), OptionalInt.of(3))),
                window("birch", START, 1, 0, 2, new Reported(OptionalDouble.empty(), OptionalInt.of(0))),
                window("cedar", START, 1, 0, 2, new Reported(OptionalDouble.of(0), OptionalInt.empty())),
                window("dune", START, 0, 0, 0, Reported.NOTHING));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
