package dev.weir.ratelimit.port;

import dev.weir.ratelimit.RateDecision;
import java.time.Duration;

/** Is told of each decision, on the deciding thread: must not block. Learns nothing about who was counted. */
public interface DecisionListener {
    void decided(String domain, RateDecision decision);

    /** How long a decision took, the wait for its counters included. */
    void took(Duration time);

    /** A call that was not answered: a bad request, or no room to work on it. */
    void failed();
}
