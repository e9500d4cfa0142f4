package dev.weir.controlplane.access;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.RequestEnded;

/** Hears of all that Envoys log, besides the ring. Any thread; must not wait. */
public interface CallListener {
    /** A request has ended, for its caller. */
    default void ended(RequestEnded request) {}

    /** One try of one request at one node has ended; what was logged before is not told again. */
    default void attempted(AttemptEnded attempt) {}
}
