package dev.weir.traffic.port;

import dev.weir.traffic.workload.PlannedCaller;
import java.util.Optional;

/** Signs callers in. Asked once for each caller that the run may need, before it starts, by one thread. */
@FunctionalInterface
public interface TokenSource {
    /** Nobody has a token. */
    TokenSource ANONYMOUS = caller -> Optional.empty();

    /**
     * The bearer token of a caller; empty if it calls without one. Attackers are asked for too, as a flood may well come from
     * somebody who signed in.
     *
     * @throws TokensUnavailable if sign-in does not work
     */
    Optional<String> token(PlannedCaller caller) throws InterruptedException;
}
