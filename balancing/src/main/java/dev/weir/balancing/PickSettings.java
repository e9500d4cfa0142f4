package dev.weir.balancing;

import java.util.Objects;

/**
 * How the endpoints of one API are picked.
 *
 * @param cost how much price matters, in [0, 10]
 * @param look how many random endpoints are looked at for a pick; 0 for all. Several judges that look at all herd
 * @param bounds hard limits; each judge keeps them by itself
 */
public record PickSettings(double cost, int look, Bounds bounds) {
    public static final PickSettings DEFAULT = new PickSettings(0, 0);

    /** Without limits. */
    public PickSettings(double cost, int look) {
        this(cost, look, Bounds.NONE);
    }

    public PickSettings {
        Objects.requireNonNull(bounds, "bounds is null");
        if (!(cost >= 0 && cost <= 10)) {
            throw new IllegalArgumentException("cost " + cost + " is not in [0, 10]");
        }
        if (look < 0) {
            throw new IllegalArgumentException("look " + look + " is negative");
        }
    }
}
