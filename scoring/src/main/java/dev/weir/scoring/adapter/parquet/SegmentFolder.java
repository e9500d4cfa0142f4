package dev.weir.scoring.adapter.parquet;

import com.jerolba.carpet.CarpetMissingColumnException;
import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CarpetWriter;
import dev.weir.scoring.WindowSample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * A folder of telemetry segments, {@code segment-<epoch millis>.parquet}. A segment appears whole or not at all; the oldest go when
 * there are more than {@link #MAX_SEGMENTS}. One writer at a time, any number of readers.
 */
public final class SegmentFolder {
    static final int MAX_SEGMENTS = 2_000;
    private static final String SUFFIX = ".parquet";
    private static final String DRAFT = ".draft";

    private final Path folder;

    public SegmentFolder(Path folder) {
        this.folder = folder;
    }

    /** What was read. @param unreadable files that were left out, each with why */
    public record Content(List<WindowSample> windows, List<String> unreadable) {
        public Content {
            windows = List.copyOf(windows);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Writes one segment. Nothing is written for no windows. */
    public void write(List<WindowSample> windows, Instant now) throws IOException {
        if (windows.isEmpty()) {
            return;
        }
        Files.createDirectories(folder);
        var segment = free(now.toEpochMilli());
        var draft = folder.resolve(segment.getFileName() + DRAFT);
        try (OutputStream out = Files.newOutputStream(draft);
                var writer = new CarpetWriter.Builder<>(out, SegmentRow.class)
                        .withCompressionCodec(CompressionCodecName.GZIP)
                        .build()) {
            for (var window : windows) {
                writer.write(SegmentRow.of(window));
            }
        }
        Files.move(draft, segment, StandardCopyOption.ATOMIC_MOVE);
        prune();
    }

    /** The clock may stand still or jump back: no segment replaces another. */
    private Path free(long epochMillis) {
        long name = epochMillis;
        while (Files.exists(folder.resolve("segment-" + name + SUFFIX))) {
            name++;
        }
        return folder.resolve("segment-" + name + SUFFIX);
    }

    /** Every window of every segment, in the order of their ends. A file that cannot be read is left out whole, and named. */
    public Content read() throws IOException {
        var windows = new ArrayList<WindowSample>();
        var unreadable = new ArrayList<String>();
        for (var file : segments()) {
            try {
                windows.addAll(rows(file).stream().map(SegmentRow::window).toList());
            } catch (IOException | RuntimeException e) {
                unreadable.add(file.getFileName() + ": " + e.getMessage());
            }
        }
        windows.sort(Comparator.comparing(WindowSample::end)
                .thenComparing(window -> window.api().value())
                .thenComparing(window -> window.node().value()));
        return new Content(windows, unreadable);
    }

    private static List<SegmentRow> rows(Path file) throws IOException {
        try {
            return new CarpetReader<>(file.toFile(), SegmentRow.class).toList();
        } catch (CarpetMissingColumnException older) {
            return new CarpetReader<>(file.toFile(), SegmentRowV1.class)
                    .toList().stream().map(SegmentRowV1::next).toList();
        }
    }

    private void prune() throws IOException {
        var all = segments();
        for (var old : all.subList(0, Math.max(0, all.size() - MAX_SEGMENTS))) {
            Files.deleteIfExists(old);
        }
    }

    /** Oldest first. */
    private List<Path> segments() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
