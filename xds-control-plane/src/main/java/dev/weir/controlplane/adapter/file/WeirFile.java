package dev.weir.controlplane.adapter.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.config.YamlReader;
import dev.weir.controlplane.config.port.OwnFile;
import java.nio.file.Path;

/** A weir.yaml on disk. @param path as the operator wrote it */
public record WeirFile(Path path) implements OwnFile {
    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public String text() {
        return new String(YamlReader.bytes(path), UTF_8);
    }
}
