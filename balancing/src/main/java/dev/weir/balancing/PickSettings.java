package dev.weir.balancing;

import java.time.Duration;
import java.util.Objects;

/**
 * How the endpoints of one API are picked.
 *
 * @param cost how much price matters, in [0, 10]
 * @param look how many random endpoints are looked at for a pick; 0 for all. Several judges that look at all herd
 * @param bounds hard limits; each judge keeps them by itself
 * @param lease after which a grant counts no more whose end nobody told; longer than any call
 */
public record PickSettings(double cost, int look, Bounds bounds, Duration lease) {
    static final Duration LEASE = Duration.ofSeconds(30);
    public static final PickSettings DEFAULT = new PickSettings(0, 0);

    /** Without limits. */
    public PickSettings(double cost, int look) {
        this(cost, look, Bounds.NONE);
    }

    /** For calls of the usual length. */
    public PickSettings(double cost, int look, Bounds bounds) {
        this(cost, look, bounds, LEASE);
    }

    public PickSettings {
        Objects.requireNonNull(bounds, "bounds is null");
        Objects.requireNonNull(lease, "lease is null");
        if (!(cost >= 0 && cost <= 10)) {
            throw new IllegalArgumentException("cost " + cost + " is not in [0, 10]");
        }
        if (look < 0) {
            throw new IllegalArgumentException("look " + look + " is negative");
        }
    }
}
