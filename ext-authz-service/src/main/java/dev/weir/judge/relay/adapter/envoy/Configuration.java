package dev.weir.judge.relay.adapter.envoy;

import java.time.Instant;

/**
 * A whole configuration.
 *
 * @param at when it was last known to be in force
 */
record Configuration(Told told, Instant at) {
    Configuration {
        if (!told.whole()) {
            throw new IllegalArgumentException("it is not whole");
        }
    }

    Configuration knownAt(Instant later) {
        return new Configuration(told, later);
    }
}
