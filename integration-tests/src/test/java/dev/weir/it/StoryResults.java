package dev.weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a story measured on its way: {@code benchmarks/measure tests} gathers it. */
public final class StoryResults {
    private StoryResults() {}

    public static void write(String name, String json) {
        try {
            Files.writeString(Files.createDirectories(Path.of("target/results")).resolve(name + ".json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
