package dev.weir.controlplane.audit.port;

import dev.weir.controlplane.audit.AuditEntry;
import java.util.List;
import java.util.Optional;

/** Entries that outlive the process, in the order in which they were made. Any thread. */
public interface AuditLog {
    /** Returns once the entry is on disk. @throws java.io.UncheckedIOException where it is not */
    void append(AuditEntry entry);

    /** The last ones, oldest first; at most a thousand. */
    List<AuditEntry> recent();

    /** Where the log is not as it was written, in words for operators; it is never mended. */
    Optional<String> trouble();
}
