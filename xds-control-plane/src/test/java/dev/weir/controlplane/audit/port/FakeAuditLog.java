package dev.weir.controlplane.audit.port;

import dev.weir.controlplane.audit.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries in memory, on a disk that can be full. */
public final class FakeAuditLog implements AuditLog {
    public final List<AuditEntry> entries = new ArrayList<>();
    public boolean full;

    @Override
    public void append(AuditEntry entry) {
        if (full) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        entries.add(entry);
    }

    @Override
    public List<AuditEntry> recent() {
        return List.copyOf(entries);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    /** What was done, as {@code by what subject: why}, with digests cut to two digits. */
    public List<String> lines() {
        return entries.stream()
                .map(entry -> entry.by() + " " + entry.what() + " "
                        + entry.subject().replaceAll("\\b([0-9a-f]{2})[0-9a-f]{62}\\b", "$1") + ": " + entry.why())
                .toList();
    }
}
