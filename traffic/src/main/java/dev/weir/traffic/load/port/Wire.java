package dev.weir.traffic.load.port;

import dev.weir.traffic.load.Outcome;
import dev.weir.traffic.workload.PlannedCall;
import java.util.Optional;

/** Sends calls. Used by many threads at once. */
@FunctionalInterface
public interface Wire {
    /** Waits for the answer, within bounded time; a fault is an outcome. */
    Outcome send(PlannedCall call, Optional<String> token);
}
