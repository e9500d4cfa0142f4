package dev.weir.ratelimit.adapter.yaml;

import dev.weir.ratelimit.LimitLevel;
import dev.weir.ratelimit.Limits;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A directory whose {@code *.yaml} and {@code *.yml} files each hold the limits of one domain. Other files and
 * subdirectories are not looked at. All files are good, or nothing is.
 */
public final class LimitsDirectory {
    private static final int MAX_FILES = 1_000;
    private static final long MAX_BYTES = 1 << 20;

    private final Path directory;

    public LimitsDirectory(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory is null");
    }

    /**
     * Reads all files anew.
     *
     * @throws InvalidLimits with every problem of every file, each with its line
     */
    public Limits read() throws InvalidLimits {
        var problems = new ArrayList<String>();
        var domains = new HashMap<String, LimitLevel>();
        for (Path file : files()) {
            read(file, domains, problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidLimits(problems);
        }
        return new Limits(domains);
    }

    /** A text that changes when a file comes, goes or is written; for the same text nothing needs to be read again. */
    String fingerprint() {
        try {
            return files().stream().map(LimitsDirectory::stamp).collect(Collectors.joining("\n"));
        } catch (InvalidLimits e) {
            return "unreadable: " + e.getMessage();
        }
    }

    private static void read(Path file, Map<String, LimitLevel> domains, List<String> found) {
        var problems = new Problems(file.toString());
        text(file, problems).flatMap(text -> LimitsFile.read(text, problems)).ifPresent(limits -> {
            if (domains.putIfAbsent(limits.domain(), limits.level()) != null) {
                problems.at(
                        1,
                        "domain '" + limits.domain() + "' is in another file too; expected one file for each domain");
            }
        });
        found.addAll(problems.all());
    }

    private static Optional<String> text(Path file, Problems problems) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.at(1, "the file has more than " + MAX_BYTES + " bytes");
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            problems.at(1, "the file is not UTF-8");
        } catch (IOException e) {
            problems.at(1, "the file cannot be read: " + e);
        }
        return Optional.empty();
    }

    private List<Path> files() throws InvalidLimits {
        try (var all = Files.list(directory)) {
            List<Path> files = all.filter(LimitsDirectory::isLimits)
                    .sorted()
                    .limit(MAX_FILES + 1L)
                    .toList();
            if (files.isEmpty()) {
                throw new InvalidLimits(List.of(directory + ": holds no .yaml file; expected at least one"));
            }
            if (files.size() > MAX_FILES) {
                throw new InvalidLimits(List.of(directory + ": holds more than " + MAX_FILES + " .yaml files"));
            }
            return files;
        } catch (IOException e) {
            throw new InvalidLimits(
                    List.of(directory + ": cannot be listed; expected a directory of .yaml files: " + e));
        }
    }

    private static boolean isLimits(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
    }

    private static String stamp(Path file) {
        try {
            return file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file + " " + e;
        }
    }
}
