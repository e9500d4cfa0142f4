package dev.weir.controlplane.config.port;

import dev.weir.controlplane.config.ConfigVersion;
import java.util.List;

/** Keeps the last versions of the configuration. One writer at a time. */
public interface VersionStore {
    /** So many are kept. */
    int KEPT = 100;

    /** Oldest first. @throws IllegalStateException where one is damaged, in words for operators */
    List<ConfigVersion> versions();

    /** The text of one that is kept. @throws IllegalStateException where it is damaged, in words for operators */
    String text(ConfigVersion version);

    /** Returns once it is on disk, whole. @throws java.io.UncheckedIOException where it is not: then nothing of it is */
    void add(ConfigVersion version, String yaml);

    /** The last version that every gateway of its time took; 0 where none is known. */
    long confirmed();

    /** Remembers that every gateway took it. @throws java.io.UncheckedIOException where that cannot be kept */
    void confirm(long number);
}
