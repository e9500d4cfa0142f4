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
        return read("apis:\n  - " + String.join("\n  - ", apis) + "\npools:\n  - {name: edge, nodes: registry}\n");
    }

    /** @param pools the items of {@code pools}, of endpoints by URL, each on a line */
    public static WeirConfig ofOwn(String api, String... pools) {
        return read("apis:\n  - " + api + "\npools:\n  - " + String.join("\n  - ", pools) + "\nchain: memory\n");
    }

    private static WeirConfig read(String yaml) {
        try {
            var file = Files.createTempFile("weir", ".yaml");
            try {
                Files.writeString(file, yaml);
                return WeirConfig.read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
