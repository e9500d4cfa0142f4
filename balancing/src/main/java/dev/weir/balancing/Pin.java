package dev.weir.balancing;

import java.util.Objects;

/** A share that an operator holds a node at. */
public record Pin(double share, String reason) {
    public Pin {
        Objects.requireNonNull(reason, "reason is null");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " is not in [0, 1]");
        }
    }
}
