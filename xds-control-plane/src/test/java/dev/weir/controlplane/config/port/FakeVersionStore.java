package dev.weir.controlplane.config.port;

import dev.weir.controlplane.config.ConfigVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Versions in memory, on a disk that can be full. */
public final class FakeVersionStore implements VersionStore {
    private final TreeMap<Long, ConfigVersion> versions = new TreeMap<>();
    private final TreeMap<Long, String> texts = new TreeMap<>();
    private long confirmed;
    public boolean full;

    @Override
    public List<ConfigVersion> versions() {
        return new ArrayList<>(versions.values());
    }

    @Override
    public String text(ConfigVersion version) {
        return Objects.requireNonNull(texts.get(version.number()), "no text");
    }

    @Override
    public void add(ConfigVersion version, String yaml) {
        if (full) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        versions.put(version.number(), version);
        texts.put(version.number(), yaml);
        while (versions.size() > KEPT) {
            texts.remove(versions.pollFirstEntry().getKey());
        }
    }

    @Override
    public long confirmed() {
        return confirmed;
    }

    @Override
    public void confirm(long number) {
        confirmed = number;
    }
}
