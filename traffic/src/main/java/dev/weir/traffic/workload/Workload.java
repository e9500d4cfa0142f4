package dev.weir.traffic.workload;

import java.io.IOException;
import java.util.Optional;

/** Calls in the order of their times. One thread reads it. */
@FunctionalInterface
public interface Workload {
    /** The next call; empty at the end, and from then on. */
    Optional<PlannedCall> next() throws IOException;
}
