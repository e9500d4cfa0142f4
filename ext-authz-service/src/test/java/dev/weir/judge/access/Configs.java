package dev.weir.judge.access;

import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Configurations of tests, written as operators write them. */
public final class Configs {
    private Configs() {}

    /** @param apis the items of {@code apis}, each on a line */
    public static WeirConfig of(String... apis) {
        try {
            var file = Files.createTempFile("weir", ".yaml");
            try {
                Files.writeString(
                        file,
                        "apis:\n  - " + String.join("\n  - ", apis) + "\npools:\n  - {name: edge, nodes: registry}\n");
                return WeirConfig.read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
