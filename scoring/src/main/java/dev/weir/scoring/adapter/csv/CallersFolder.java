package dev.weir.scoring.adapter.csv;

import dev.weir.scoring.OrdinaryCallers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one judge recorded of its ordinary callers, {@code callers-<epoch millis>.csv} each, and what was made of it and is in force,
 * {@code ordinary.csv}. The oldest records go when there are more than {@value #MOST_RECORDS}: at one a minute, the last four hours. One writer of
 * records at a time, any number of readers.
 */
public final class CallersFolder {
    static final int MOST_RECORDS = 240;
    private static final String RECORD = "callers-";

    private final Path folder;

    public CallersFolder(Path folder) {
        this.folder = folder;
    }

    /** What was read. @param unreadable records that were left out, each with why */
    public record Records(List<OrdinaryCallers> read, List<String> unreadable) {
        public Records {
            read = List.copyOf(read);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Adds a record. A clock that jumps back replaces none. */
    public void add(OrdinaryCallers callers, Instant now) throws IOException {
        Files.createDirectories(folder);
        long name = now.toEpochMilli();
        while (Files.exists(record(name))) {
            name++;
        }
        CallersFile.write(callers, record(name));
        var all = records();
        for (var old : all.subList(0, Math.max(0, all.size() - MOST_RECORDS))) {
            Files.deleteIfExists(old);
        }
    }

    /** All records, oldest first. One that cannot be read is left out whole, and named. */
    public Records read() throws IOException {
        var read = new ArrayList<OrdinaryCallers>();
        var unreadable = new ArrayList<String>();
        for (var file : records()) {
            try {
                read.add(CallersFile.read(file));
            } catch (IOException e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        return new Records(read, unreadable);
    }

    /** What is in force from the judge's next start on. */
    public void publish(OrdinaryCallers callers) throws IOException {
        Files.createDirectories(folder);
        CallersFile.write(callers, published());
    }

    /** Empty where nothing was published. @throws IOException where what was cannot be read */
    public Optional<OrdinaryCallers> inForce() throws IOException {
        return Files.exists(published()) ? Optional.of(CallersFile.read(published())) : Optional.empty();
    }

    public Path published() {
        return folder.resolve("ordinary.csv");
    }

    private Path record(long epochMillis) {
        return folder.resolve(RECORD + epochMillis + ".csv");
    }

    private List<Path> records() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(RECORD + "[0-9]+\\.csv"))
                    .sorted()
                    .toList();
        }
    }
}
